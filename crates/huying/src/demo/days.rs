//! The weeks before, the last days through the units' files, yesterday's brief with its assignments, today's draft.

use super::disputes::{found, hand_over};
use super::incidents::respond;
use super::plans::keep_plans;
use super::reports::report;
use super::stories::{Story, moment, of_day};
use super::town::Town;
use super::warnings::warn;
use crate::console::Console;
use crate::failure::Failure;
use documents::table::{Cell, Table, xlsx};
use domain::case::{Command, Evidence, Outcome};
use domain::daily::{Brief, DayEvent, Subject};
use domain::pack::Unit;
use domain::{CaseId, UnitSlug};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use office::{Assignment, Clock, DayPapers, Office, Paper};
use std::path::{Path, PathBuf};

/// Days before the demonstration's own: the rising test wants at least eight same weekdays, holidays not counted.
const HISTORY_DAYS: i64 = 84;
/// Of them, so many come by the units' files.
const FILE_DAYS: i64 = 6;
/// So many days before its own, the first of the disputes is found.
const DISPUTES_BACK: i64 = 4;
/// Units report in the morning of the day after, and this is when the day is run.
const MORNING: u32 = (24 + 8) * 60 + 50;
/// When the late unit's report comes.
const LATE: u32 = (24 + 9) * 60 + 20;
/// From this minute of the day after on, a day's story is complete.
const COMPLETE: u32 = (24 + 9) * 60 + 45;

/// On the demonstration's own day: no report, a zero report, a late one.
const MISSING_UNIT: &str = "ecology";
const ZERO_UNIT: &str = "emergency";
const LATE_UNIT: &str = "transport";

/// Where the papers are.
pub(crate) struct Papers {
    /// The day whose brief is drafted.
    pub(crate) date: Date,
    /// Folder with its brief and draft assignments.
    pub(crate) folder: PathBuf,
}

/// Invents everything up to now and writes it through the store, the import and the daily run.
pub(crate) async fn fill(office: &Office, dir: &Path, console: &Console) -> Result<Papers, Failure> {
    let now = office.clock.now();
    let last = own_day(office, now);
    let mut town = Town::new(office.clone()).await?;
    let bar = console.progress("cli-demo-making");
    let days = HISTORY_DAYS.unsigned_abs() + 1;
    let done_days = |done: u64| bar.set(done, days);

    let mut before = Vec::new();
    for back in (FILE_DAYS + 1..=HISTORY_DAYS).rev() {
        let date = last.saturating_sub(Span::new().days(back));
        before.extend(of_day(date, false, &office.pack));
        done_days((HISTORY_DAYS - back).unsigned_abs() / 2);
    }
    town.register(&before).await?;
    town.advance(
        moment(last.saturating_sub(Span::new().days(FILE_DAYS)), 0, &office.pack),
        |_| {},
    )
    .await?;

    let mut papers = Papers {
        date: last,
        folder: dir.join("papers").join(last.to_string()),
    };
    let mut handed_over = Vec::new();
    for back in (0..=FILE_DAYS).rev() {
        let date = last.saturating_sub(Span::new().days(back));
        if back == DISPUTES_BACK {
            let disputes = found(date, &office.pack);
            let over = disputes.iter().filter(|dispute| dispute.handed_over);
            handed_over.extend(over.map(|dispute| dispute.registration.id));
            town.find(disputes).await?;
        }
        run_one(&mut town, date, back == 0, dir, &mut papers).await?;
        if back == 1 {
            sign_and_assign(&mut town, date, dir).await?;
        }
        done_days((HISTORY_DAYS - back).unsigned_abs() + 1);
    }
    town.advance(now, |_| {}).await?;
    for case in handed_over {
        hand_over(&town, case, now).await?;
    }
    office::run_due_marks(office, now).await?;
    warn(&town, now).await?;
    keep_plans(&town, now).await?;
    respond(&town, now).await?;
    Ok(papers)
}

/// The newest day whose story is complete now.
fn own_day(office: &Office, now: Timestamp) -> Date {
    let today = office.pack.zone.to_datetime(now).date();
    let yesterday = today.saturating_sub(Span::new().days(1));
    if now >= moment(yesterday, COMPLETE, &office.pack) {
        yesterday
    } else {
        today.saturating_sub(Span::new().days(2))
    }
}

/// One day: the units' files are written, and the day is run with them as `huying day` does.
async fn run_one(town: &mut Town, date: Date, own: bool, dir: &Path, papers: &mut Papers) -> Result<(), Failure> {
    let pack = town.office.pack.clone();
    let mut stories = of_day(date, own, &pack);
    if own {
        // Nothing to report is a report; and what the silent unit has, nobody knows yet.
        stories.retain(|story| story.unit != ZERO_UNIT && story.unit != MISSING_UNIT);
    }
    let folder = dir.join("reports").join(date.to_string());
    let (mut in_time, mut late) = (Vec::new(), Vec::new());
    for unit in pack.units.iter().filter(|unit| unit.reports_daily) {
        if own && unit.slug.as_str() == MISSING_UNIT {
            continue;
        }
        let is_late = own && unit.slug.as_str() == LATE_UNIT;
        let paper = paper(town, unit, date, &stories, is_late)?;
        write(&folder.join(&paper.name), &paper.bytes)?;
        if is_late { late.push(paper) } else { in_time.push(paper) }
    }
    let at = moment(date, MORNING, &pack);
    town.advance(at, |_| {}).await?;
    let mut made = run_at(&town.office, date, at, in_time).await?;
    if !late.is_empty() {
        made = run_at(&town.office, date, moment(date, LATE, &pack), late).await?;
    }
    let of_day: Vec<&Story> = stories.iter().collect();
    town.take_on(&of_day, at).await?;
    if own {
        for (name, bytes) in [
            ("brief.docx", made.docx.as_slice()),
            ("brief.pdf", &made.pdf),
            ("brief.html", made.html.as_bytes()),
            ("assignments.xlsx", &made.assignments),
            ("rejected-rows.xlsx", &made.to_mend),
        ] {
            if !bytes.is_empty() {
                write(&papers.folder.join(name), bytes)?;
            }
        }
    }
    Ok(())
}

fn paper(town: &Town, unit: &Unit, date: Date, stories: &[Story], slip: bool) -> Result<Paper, Failure> {
    let of_unit: Vec<&Story> = stories
        .iter()
        .filter(|story| story.unit == unit.slug.as_str())
        .collect();
    Ok(Paper {
        name: format!("{}.xlsx", unit.name.zh),
        bytes: report(&town.office.pack, unit, date, &of_unit, slip)?,
    })
}

async fn run_at(office: &Office, date: Date, at: Timestamp, papers: Vec<Paper>) -> Result<DayPapers, Failure> {
    let then = Office {
        clock: Clock::starting_at(at),
        ..office.clone()
    };
    Ok(office::run_day(&then, date, papers, office.pack.locale, &|_, _| {}).await?)
}

/// Yesterday: the office looks through the judgement, the brief is signed, the deputy head decides, units answer.
async fn sign_and_assign(town: &mut Town, date: Date, dir: &Path) -> Result<(), Failure> {
    let office = town.office.clone();
    let pack = &office.pack;
    let at = |hour: u32, minute: u32| moment(date, (24 + hour) * 60 + minute, pack);
    let (analyst, chief) = (town.at_post("office-analyst"), town.at_post("office-chief"));
    let leader = town.at_post("deputy-head");

    let mut day = office::read_day(&office, date, at(9, 0)).await?;
    let first: Vec<Subject> = day.items.iter().take(3).map(|item| item.item.subject.clone()).collect();
    for subject in first {
        let confirmed = DayEvent::Confirmed { subject };
        day = office::change_judgement(&office, date, day.version, confirmed, &analyst, at(9, 5)).await?;
    }
    let brief = office::draft_brief(&office, date, at(9, 10), &analyst, at(9, 10)).await?;
    let signed = office::sign_brief(&office, date, brief.version, &chief, at(9, 30)).await?;
    write_brief(&office, &signed, &dir.join("papers").join(date.to_string()))?;

    let day = office::read_day(&office, date, at(9, 40)).await?;
    let mut drafts = Vec::<Assignment>::new();
    for draft in office::draft_assignments(&office, &day, at(9, 40)) {
        if drafts.iter().all(|taken| taken.unit != draft.unit) {
            drafts.push(draft);
        }
    }
    let dues = [at(18, 0), at(48, 0), at(18, 0), at(42, 0)];
    let mut tasks = Vec::new();
    for (mut draft, due) in drafts.into_iter().zip(dues) {
        draft.due = due;
        let unit = draft.unit.clone();
        let done = office::assign(&office, date, draft, &leader, at(10, 0), None).await?;
        tasks.push((done.appended.case, unit));
    }
    let mut tasks = tasks.into_iter();
    // Done and signed off; in hand; not even acknowledged; reported and waiting for the sign-off.
    if let Some((task, unit)) = tasks.next() {
        let handler = town.handler(&unit);
        office::act(&office, task, &Command::Acknowledge, &handler, at(10, 40), None).await?;
        office::act(
            &office,
            task,
            &progress("已核实情况，正在办理，预计下午办结。"),
            &handler,
            at(14, 0),
            None,
        )
        .await?;
        let evidence = evidence(&office, task, &unit, date).await?;
        office::act(&office, task, &evidence, &handler, at(16, 10), None).await?;
        office::act(
            &office,
            task,
            &answer("已办理完毕并告知诉求人，办理记录附后。"),
            &handler,
            at(16, 30),
            None,
        )
        .await?;
        let note = "已核对办理记录，同意办结。".to_owned();
        office::act(&office, task, &Command::SignOff { note }, &chief, at(17, 20), None).await?;
    }
    if let Some((task, unit)) = tasks.next() {
        let handler = town.handler(&unit);
        office::act(&office, task, &Command::Acknowledge, &handler, at(11, 0), None).await?;
        let word = progress("办理方案已定，正在落实，可按期完成。");
        office::act(&office, task, &word, &handler, at(15, 0), None).await?;
    }
    if let Some((task, _)) = tasks.next() {
        let note = "逾期未签收，请责任单位负责人今日内说明情况。".to_owned();
        let supervise = Command::Supervise { note };
        office::act(&office, task, &supervise, &chief, at(24 + 8, 40), None).await?;
    }
    if let Some((task, unit)) = tasks.next() {
        let handler = town.handler(&unit);
        office::act(&office, task, &Command::Acknowledge, &handler, at(13, 0), None).await?;
        let word = answer("已按要求办结，处理结果已告知诉求人，请核验。");
        office::act(&office, task, &word, &handler, at(17, 40), None).await?;
    }
    Ok(())
}

fn progress(note: &str) -> Command {
    Command::ReportProgress { note: note.to_owned() }
}

fn answer(text: &str) -> Command {
    Command::Answer {
        text: text.to_owned(),
        outcome: Outcome::Solved,
    }
}

/// The unit's own record of what it did, as a file.
async fn evidence(office: &Office, case: CaseId, unit: &UnitSlug, date: Date) -> Result<Command, Failure> {
    let name = office.pack.unit_name(unit, office.pack.locale);
    let text = |text: &str| Cell::Text(text.to_owned());
    let table = Table {
        name: "办理记录".to_owned(),
        title: format!("{name} 办理记录（演示） {date}"),
        headers: ["时间", "办理", "结果"].map(str::to_owned).to_vec(),
        rows: vec![
            vec![text("10:40"), text("联系诉求人，核实情况"), text("情况属实")],
            vec![text("14:00"), text("按方案办理"), text("办理完毕")],
            vec![text("16:00"), text("复核并告知诉求人"), text("诉求人知悉")],
        ],
        zone: office.pack.zone.clone(),
    };
    let bytes = xlsx(&table)?;
    let sha256 = office.store.put_file(case, &bytes).await?;
    Ok(Command::AttachEvidence(Evidence {
        name: "办理记录.xlsx".to_owned(),
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        bytes: bytes.len() as u64,
        sha256,
    }))
}

fn write_brief(office: &Office, brief: &Brief, folder: &Path) -> Result<(), Failure> {
    let locale = office.pack.locale;
    write(
        &folder.join("brief.docx"),
        &documents::brief::docx(brief, locale, None)?,
    )?;
    write(&folder.join("brief.pdf"), &documents::brief::pdf(brief, locale, None)?)?;
    write(
        &folder.join("brief.html"),
        documents::brief::html(brief, locale).as_bytes(),
    )
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, bytes))
        .map_err(|error| Failure::file(path, &error))
}
