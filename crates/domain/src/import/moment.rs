//! Dates and times in the forms that files have: cells, serials, ISO text, and the usual Chinese ones.

use super::Cell;
use super::number::narrow;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Years that a request can be of; others are slips of the keyboard or of a serial number.
const YEARS: std::ops::RangeInclusive<i16> = 1980..=2100;

/// How many days after the report's day a date without a year may lie: a report can be dated before its last rows.
const DAYS_AHEAD: i64 = 7;

/// A cell's moment in the zone. A time alone, or a day without a year ([`without_year`]), is completed from `day` (the
/// report's day).
/// Text with an offset or `Z` says its own zone.
pub(super) fn timestamp(cell: &Cell, zone: &TimeZone, day: Option<Date>) -> Option<Timestamp> {
    if let Cell::Text(text) = cell
        && let Some(moment) = with_offset(text)
    {
        return Some(moment);
    }
    zone.to_timestamp(civil(cell, day)?).ok()
}

/// A cell's date and time as it stands there.
pub(super) fn civil(cell: &Cell, day: Option<Date>) -> Option<DateTime> {
    let moment = match cell {
        Cell::Empty | Cell::Bool(_) => None,
        Cell::DateTime(moment) => Some(*moment),
        Cell::Number(number) => of_number(*number, day),
        Cell::Text(text) => of_text(text, day),
    }?;
    YEARS.contains(&moment.year()).then_some(moment)
}

/// A spreadsheet's serial (days since the last of December 1899, as Excel counts them) to the nearest second; none
/// where it is not a day from 1900 on.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "the range is asked first")]
pub fn from_serial(serial: f64) -> Option<DateTime> {
    // Excel believes in a 29 February 1900; from March of that year on the count is from 30 December 1899.
    if !(61.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let start = jiff::civil::datetime(1899, 12, 30, 0, 0, 0, 0);
    start
        .checked_add(SignedDuration::from_secs((serial * 86_400.0).round() as i64))
        .ok()
}

fn of_number(number: f64, day: Option<Date>) -> Option<DateTime> {
    if (0.0..1.0).contains(&number) {
        // A time alone: a fraction of a day. A bare 0 is an empty cell of some export.
        let time = from_serial(61.0 + number).filter(|_| number > 0.0)?.time();
        return Some(day?.to_datetime(time));
    }
    // 20200102, typed as a number.
    if number.fract() == 0.0 && (19_800_101.0..=21_001_231.0).contains(&number) {
        return of_text(&super::number::plain(number), day);
    }
    from_serial(number)
}

/// ISO 8601 / RFC 3339 with an offset or `Z`.
fn with_offset(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let tail = text.get(10..)?;
    if !tail.contains(['Z', 'z', '+', '-']) {
        return None;
    }
    let moment: Timestamp = text.parse().ok()?;
    YEARS
        .contains(&TimeZone::UTC.to_datetime(moment).year())
        .then_some(moment)
}

fn of_text(text: &str, day: Option<Date>) -> Option<DateTime> {
    let text = narrow(text);
    let text = text.trim();
    if let Ok(serial) = text.parse::<f64>()
        && text.contains('.')
        && (20_000.0..80_000.0).contains(&serial)
    {
        return from_serial(serial);
    }
    let mut scan = Scan(text);
    let (date, compact_time) = match scan.date(day) {
        Some(found) => found,
        None => (day?, None),
    };
    let start = scan.0.len();
    scan.weekday();
    scan.skip(&[' ', 'T', 't', ',']);
    if let Some(time) = compact_time {
        return scan.ended().then(|| date.to_datetime(time));
    }
    if scan.ended() {
        // A date; but nothing at all, with the day from elsewhere, is no moment.
        return (start < text.len()).then(|| date.to_datetime(Time::midnight()));
    }
    let (time, next_day) = scan.time()?;
    if !scan.ended() {
        return None;
    }
    let date = if next_day { date.tomorrow().ok()? } else { date };
    Some(date.to_datetime(time))
}

/// The first full date in a text: 2020年1月2日, 2020-01-02, 20200102.
pub(super) fn date_in(text: &str) -> Option<Date> {
    let text = narrow(text);
    let starts = text.char_indices().filter(|(i, c)| {
        let before = text[..*i].chars().next_back();
        c.is_ascii_digit() && !before.is_some_and(|before| before.is_ascii_digit())
    });
    starts
        .filter_map(|(i, _)| Scan(&text[i..]).date(None))
        .map(|(date, _)| date)
        .find(|date| YEARS.contains(&date.year()))
}

/// A day and month without a year: of the last, this and the next year the latest in which the date lies before the
/// report's day, on it, or at most [`DAYS_AHEAD`] days after it. So “12月31日” in a report of 2 January is last year's,
/// and “1月1日” in one of 31 December next year's; requests are of the past.
fn without_year(day: Date, month: i8, of_month: i8) -> Option<Date> {
    let latest = day.checked_add(SignedDuration::from_hours(24 * DAYS_AHEAD)).ok()?;
    let years = [day.year() + 1, day.year(), day.year() - 1];
    years
        .into_iter()
        .filter_map(|year| Date::new(year, month, of_month).ok())
        .find(|date| *date <= latest)
}

/// What is left of a text.
struct Scan<'a>(&'a str);

impl Scan<'_> {
    fn ended(&self) -> bool {
        self.0.trim().is_empty()
    }

    fn skip(&mut self, characters: &[char]) {
        self.0 = self.0.trim_start_matches(characters);
    }

    fn eat(&mut self, words: &[&str]) -> Option<usize> {
        let at = words.iter().position(|word| self.0.starts_with(word))?;
        self.0 = &self.0[words[at].len()..];
        Some(at)
    }

    fn digits(&mut self, most: usize) -> Option<(i16, usize)> {
        let count = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let value = self.0.get(..count)?.parse().ok()?;
        self.0 = &self.0[count..];
        Some((value, count))
    }

    /// A date, and the time of a run of digits like 20200102000500. Restores itself where there is none.
    fn date(&mut self, day: Option<Date>) -> Option<(Date, Option<Time>)> {
        let start = self.0;
        let found = self.date_or_lost(day);
        if found.is_none() {
            self.0 = start;
        }
        found
    }

    fn date_or_lost(&mut self, day: Option<Date>) -> Option<(Date, Option<Time>)> {
        let run = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if matches!(run, 8 | 12 | 14) {
            let part = |from: usize, to: usize| self.0[from..to].parse::<i8>().ok();
            let date = Date::new(self.0[..4].parse().ok()?, part(4, 6)?, part(6, 8)?).ok()?;
            let time = if run == 8 {
                None
            } else {
                let second = if run == 14 { part(12, 14)? } else { 0 };
                Some(Time::new(part(8, 10)?, part(10, 12)?, second, 0).ok()?)
            };
            self.0 = &self.0[run..];
            return Some((date, time));
        }
        let (first, width) = self.digits(4)?;
        self.skip(&[' ']);
        let (year, month) = if width == 4 {
            self.eat(&["-", "/", ".", "年"])?;
            self.skip(&[' ']);
            let (month, _) = self.digits(2)?;
            self.skip(&[' ']);
            self.eat(&["-", "/", ".", "月"])?;
            (Some(first), month)
        } else if width <= 2 && self.eat(&["月"]).is_some() {
            (None, first)
        } else {
            return None;
        };
        self.skip(&[' ']);
        let (of_month, _) = self.digits(2)?;
        if self.0.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.skip(&[' ']);
        self.eat(&["日", "号"]);
        let (month, of_month) = (i8::try_from(month).ok()?, i8::try_from(of_month).ok()?);
        let date = match year {
            Some(year) => Date::new(year, month, of_month).ok()?,
            None => without_year(day?, month, of_month)?,
        };
        Some((date, None))
    }

    fn weekday(&mut self) {
        self.skip(&[' ']);
        let start = self.0;
        let bracket = self.eat(&["("]).is_some();
        let named = self.eat(&["星期", "周", "礼拜"]).is_some();
        let day = self.eat(&["一", "二", "三", "四", "五", "六", "日", "天"]).is_some();
        if !day || !(bracket || named) || (bracket && self.eat(&[")"]).is_none()) {
            self.0 = start;
        }
    }

    /// A time; true beside it for 24:00, which is the next day's beginning.
    fn time(&mut self) -> Option<(Time, bool)> {
        self.skip(&[' ']);
        let half = self.eat(&[
            "上午", "下午", "凌晨", "早上", "中午", "傍晚", "晚上", "晚", "AM", "PM", "am", "pm",
        ]);
        self.skip(&[' ']);
        let (hour, _) = self.digits(2)?;
        let (mut minute, mut second) = (0, 0);
        self.skip(&[' ']);
        match self.eat(&[":", "：", "时", "点"]) {
            Some(separator) => {
                self.skip(&[' ']);
                if self.eat(&["半"]).is_some() {
                    minute = 30;
                } else if self.eat(&["整"]).is_none()
                    && let Some((value, _)) = self.digits(2)
                {
                    minute = value;
                    self.skip(&[' ']);
                    if self.eat(&[":", "：", "分"]).is_some()
                        && let Some((value, _)) = self.digits(2)
                    {
                        second = value;
                        self.eat(&["秒"]);
                        if self.0.starts_with(['.', ',']) {
                            let fraction = &self.0[1..];
                            self.0 = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
                        }
                    }
                } else if separator < 2 {
                    return None;
                }
            }
            None => return None,
        }
        self.skip(&[' ']);
        let after = self.eat(&["AM", "PM", "am", "pm", "a.m.", "p.m."]);
        let hour = match (half, after) {
            // 下午, 傍晚, 晚上, 晚, PM; noon and a quarter past is 中午12:15, and 中午1点 is 13:00.
            (Some(1 | 5..=7 | 9 | 11), _) | (_, Some(1 | 3 | 5)) if hour < 12 => hour + 12,
            (Some(4), _) if hour < 11 => hour + 12,
            // 晚上12点 is said of both ends of the night.
            (Some(5..=7), _) if hour == 12 => return None,
            // 凌晨12点, 12 AM.
            (Some(2 | 8 | 10), _) | (_, Some(0 | 2 | 4)) if hour == 12 => 0,
            _ => hour,
        };
        if (hour, minute, second) == (24, 0, 0) {
            return Some((Time::midnight(), true));
        }
        let small = |value: i16| i8::try_from(value).ok();
        Some((Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?, false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(text: &str) -> Option<String> {
        civil(&Cell::Text(text.to_owned()), Some(date(2020, 1, 2))).map(|moment| moment.to_string())
    }

    #[test]
    fn usual_forms() {
        for (text, expect) in [
            ("2020-01-02", "2020-01-02T00:00:00"),
            ("2020-01-02 00:05:00", "2020-01-02T00:05:00"),
            ("2020-01-02T08:05", "2020-01-02T08:05:00"),
            ("2020-01-02T08:05:00.123", "2020-01-02T08:05:00"),
            ("2020/01/02 08:05", "2020-01-02T08:05:00"),
            ("2020/1/2 8:05:09", "2020-01-02T08:05:09"),
            ("2020.1.2", "2020-01-02T00:00:00"),
            ("2020年1月2日", "2020-01-02T00:00:00"),
            ("2020年1月2日8时5分", "2020-01-02T08:05:00"),
            ("2020年01月02日 8时5分30秒", "2020-01-02T08:05:30"),
            ("2020年1月2日 下午3:20", "2020-01-02T15:20:00"),
            ("2020年1月2日星期四 上午 9点", "2020-01-02T09:00:00"),
            ("2020年1月2日（周四） 8点半", "2020-01-02T08:30:00"),
            ("2020-01-02 12:30 AM", "2020-01-02T00:30:00"),
            ("2020-01-02 12:30 PM", "2020-01-02T12:30:00"),
            ("2020年1月2日 中午12点", "2020-01-02T12:00:00"),
            ("２０２０－０１－０２　０８：０５", "2020-01-02T08:05:00"),
            ("20200102", "2020-01-02T00:00:00"),
            ("20200102000500", "2020-01-02T00:05:00"),
            ("43832.25", "2020-01-02T06:00:00"),
            ("1月3日 8:05", "2020-01-03T08:05:00"),
            ("8:05", "2020-01-02T08:05:00"),
            ("2020-01-02 24:00", "2020-01-03T00:00:00"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expect), "{text}");
        }
    }

    #[test]
    fn a_date_without_a_year_is_of_the_year_nearest_before_the_report() {
        for (day, text, expect) in [
            (date(2027, 1, 2), "12月31日 22:00", Some("2026-12-31T22:00:00")),
            (date(2027, 1, 2), "1月1日 8:05", Some("2027-01-01T08:05:00")),
            (date(2027, 1, 2), "1月2日", Some("2027-01-02T00:00:00")),
            (date(2027, 1, 2), "1月9日", Some("2027-01-09T00:00:00")),
            (date(2027, 1, 2), "1月10日", Some("2026-01-10T00:00:00")),
            (date(2027, 1, 2), "12月31日 24:00", Some("2027-01-01T00:00:00")),
            (date(2026, 12, 31), "1月1日 0:30", Some("2027-01-01T00:30:00")),
            (date(2026, 12, 31), "12月31日", Some("2026-12-31T00:00:00")),
            (date(2026, 12, 31), "1月8日", Some("2026-01-08T00:00:00")),
            (date(2026, 7, 1), "6月30日", Some("2026-06-30T00:00:00")),
            (date(2026, 7, 1), "7月5日", Some("2026-07-05T00:00:00")),
            (date(2025, 1, 2), "2月29日", Some("2024-02-29T00:00:00")),
            (date(2027, 3, 2), "2月29日", None),
            (date(2027, 1, 2), "2026年1月5日", Some("2026-01-05T00:00:00")),
        ] {
            let read = civil(&Cell::Text(text.to_owned()), Some(day)).map(|moment| moment.to_string());
            assert_eq!(read.as_deref(), expect, "{text} in a report of {day}");
        }
        assert_eq!(civil(&Cell::Text("12月31日".to_owned()), None), None);
    }

    #[test]
    fn what_is_no_moment_is_not_guessed() {
        for text in [
            "",
            "  ",
            "昨天",
            "2020-13-01",
            "2020-02-30",
            "2020-01-02 25:00",
            "01/02/2020",
            "12",
            "1-2",
            "2020-01-02 x",
            "2020-01-02 8",
            "2020年1月2日晚上12点",
            "0020-01-02",
            "9999-01-01",
            "T",
            "星期四",
            "2020-01-023",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn serials_miss_no_second() {
        for (serial, expect) in [
            (43_832.003_472_222_22, "2020-01-02T00:05:00"),
            (43_832.020_833_333_336, "2020-01-02T00:30:00"),
            (43_832.397_916_666_67, "2020-01-02T09:33:00"),
        ] {
            assert_eq!(from_serial(serial).unwrap().to_string(), expect);
        }
        assert_eq!(from_serial(f64::NAN), None);
        assert_eq!(from_serial(-1.0), None);
        assert_eq!(from_serial(1e300), None);
    }

    #[test]
    fn an_offset_wins_over_the_zone() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let at = |text: &str| {
            timestamp(&Cell::Text(text.to_owned()), &zone, None)
                .unwrap()
                .to_string()
        };
        assert_eq!(at("2020-01-02T00:05:00Z"), "2020-01-02T00:05:00Z");
        assert_eq!(at("2020-01-02T00:05:00+02:00"), "2020-01-01T22:05:00Z");
        assert_eq!(at("2020-01-02T00:05:00"), "2020-01-01T16:05:00Z");
        assert_eq!(at("2020-01-02"), "2020-01-01T16:00:00Z");
    }

    #[test]
    fn a_date_is_found_in_a_title() {
        assert_eq!(date_in("城管局 2020年1月2日 日报"), Some(date(2020, 1, 2)));
        assert_eq!(date_in("report_2020-01-02_final"), Some(date(2020, 1, 2)));
        assert_eq!(date_in("日报20200102"), Some(date(2020, 1, 2)));
        assert_eq!(date_in("第12期"), None);
        assert_eq!(date_in("电话 13900000000"), None);
    }
}
