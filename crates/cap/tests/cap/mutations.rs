//! Good alerts made bad, one thing at a time: each is refused, and for its own reason.

use crate::sample;
use crate::schema::{example, taken};
use cap::{Rule, read, write};

/// What is wrong, in which alert, what is replaced by what, and the rule that refuses it.
type Mutation = (&'static str, &'static str, &'static str, &'static str, Rule);

#[rustfmt::skip]
const BAD: &[Mutation] = &[
    // The text of the document itself.
    ("a document type", "plain", "<alert xmlns", "<!DOCTYPE alert><alert xmlns", Rule::DocType),
    ("an entity that is a bomb", "plain", "<alert xmlns", "<!DOCTYPE a [<!ENTITY b \"bb\">]><alert xmlns", Rule::DocType),
    ("an entity from elsewhere", "plain", "<alert xmlns", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><alert xmlns", Rule::DocType),
    ("an entity that nobody defined", "plain", "&amp;", "&nbsp;", Rule::Entity),
    ("a lone ampersand", "plain", "&amp;", "&", Rule::NotXml),
    ("a character that XML does not have", "plain", "&amp;", "&#8;", Rule::Control),
    ("a control character", "plain", "&amp;", "\u{1}", Rule::Control),
    ("a processing instruction", "plain", "<info>", "<?php echo 1 ?><info>", Rule::Instruction),
    ("a style sheet", "a1", "<alert xmlns", "<?xml-stylesheet href=\"a.xsl\"?><alert xmlns", Rule::Instruction),
    ("another encoding than it says", "plain", "UTF-8", "GBK", Rule::Encoding),
    ("an end that is missing", "plain", "</alert>\n", "", Rule::NotXml),
    ("an end at the wrong place", "plain", "</event>", "</urgency>", Rule::NotXml),
    ("two alerts", "plain", "</alert>\n", "</alert>\n<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"></alert>\n", Rule::NotXml),
    ("words after the end", "plain", "</alert>\n", "</alert>\nand more", Rule::NotXml),
    ("version 1.1", "a1", "cap:1.2", "cap:1.1", Rule::Root),
    ("no namespace", "a2", " xmlns = \"urn:oasis:names:tc:emergency:cap:1.2\"", "", Rule::Root),
    ("an attribute", "plain", "<status>", "<status kind=\"x\">", Rule::Attribute),
    ("a prefix that nobody defined", "plain", "<status>Actual</status>", "<x:status>Actual</x:status>", Rule::NotXml),
    // The shape.
    ("no identifier", "a1", "<identifier>43b080713727</identifier>", "", Rule::Missing),
    ("no sender", "a2", "<sender>KSTO@NWS.NOAA.GOV</sender>", "", Rule::Missing),
    ("not sent", "a3", "<sent>2003-06-11T20:56:00-07:00</sent>", "", Rule::Missing),
    ("no status", "a4", "<status>Actual</status>", "", Rule::Missing),
    ("no message type", "a1", "<msgType>Alert</msgType>", "", Rule::Missing),
    ("no scope", "a2", "<scope>Public</scope>", "", Rule::Missing),
    ("no category", "a3", "<category>Geo</category>", "", Rule::Missing),
    ("no event", "a4", "<event>Child Abduction</event>", "", Rule::Missing),
    ("no urgency", "a1", "<urgency>Immediate</urgency>", "", Rule::Missing),
    ("no severity", "a2", "<severity>Severe</severity>", "", Rule::Missing),
    ("no certainty", "a3", "<certainty>Observed</certainty>", "", Rule::Missing),
    ("a resource without a description", "a1", "<resourceDesc>Image file (GIF)</resourceDesc>", "", Rule::Missing),
    ("a resource without a type", "a1", "<mimeType>image/gif</mimeType>", "", Rule::Missing),
    ("an area without a description", "a1", "<areaDesc>U.S. nationwide and interests worldwide</areaDesc>", "", Rule::Missing),
    ("a parameter without a name", "a1", "<valueName>HSAS</valueName>", "", Rule::Missing),
    ("a code without a value", "a2", "<value>SVR</value>", "", Rule::Missing),
    ("two identifiers", "a1", "<sender>", "<identifier>x</identifier><sender>", Rule::Repeated),
    ("two headlines", "a2", "<headline>", "<headline>x</headline><headline>", Rule::Repeated),
    ("two expiries", "a2", "<senderName>", "<expires>2003-06-17T17:00:00-07:00</expires><senderName>", Rule::Repeated),
    ("scope before status", "a1", "<status>Actual</status>", "<scope>Public</scope><status>Actual</status>", Rule::Order),
    ("the area first", "a3", "<category>Geo</category>", "<area><areaDesc>x</areaDesc></area><category>Geo</category>", Rule::Order),
    ("the circle after the code", "plain", "<geocode>", "<geocode><valueName>a</valueName><value>b</value></geocode><circle>1,1 1</circle><geocode>", Rule::Order),
    ("an element that the schema does not know", "a1", "<scope>", "<priority>high</priority><scope>", Rule::Unknown),
    ("an element of somebody else's", "a1", "<info>", "<x xmlns=\"urn:x\">y</x><info>", Rule::Unknown),
    ("an element of html", "a4", "<contact>DET. SMITH", "<contact><b>DET.</b> SMITH", Rule::Nested),
    ("a mark inside a text", "a4", "<contact>DET. SMITH", "<contact><code>DET.</code> SMITH", Rule::Nested),
    ("words between elements", "a1", "<scope>", "words<scope>", Rule::StrayText),
    ("words in an area", "plain", "<areaDesc>", "here<areaDesc>", Rule::StrayText),
    ("two signatures", "a1", "</alert>", "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/><Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/></alert>", Rule::SignatureTwice),
    ("a signature in an info", "a1", "</info>", "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/></info>", Rule::Unknown),
    ("an info after the signature", "a1", "<info>", "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/><info>", Rule::Order),
    // Names and times.
    ("an empty identifier", "a1", "43b080713727", "", Rule::Identifier),
    ("a blank in an identifier", "a1", "43b080713727", "43b 080713727", Rule::Identifier),
    ("a comma in an identifier", "a2", "KSTO1055887203", "KSTO,1055887203", Rule::Identifier),
    ("an ampersand in an identifier", "a2", "KSTO1055887203", "KSTO&amp;1055887203", Rule::Identifier),
    ("a bracket in an identifier", "a3", "<identifier>TRI13970876.2", "<identifier>TRI&lt;13970876.2", Rule::Identifier),
    ("a blank after an identifier", "a3", "TRI13970876.2<", "TRI13970876.2 <", Rule::Identifier),
    ("an empty sender", "a1", "<sender>hsas@dhs.gov", "<sender>", Rule::Sender),
    ("a comma in a sender", "a1", "<sender>hsas@dhs.gov", "<sender>hsas,dhs.gov", Rule::Sender),
    ("a blank in a sender", "a2", "KSTO@NWS", "KSTO @NWS", Rule::Sender),
    ("Z in place of an offset", "a1", "14:39:01-05:00", "19:39:01Z", Rule::DateTime),
    ("no offset", "a1", "14:39:01-05:00", "14:39:01", Rule::DateTime),
    ("an offset without its colon", "a2", "<sent>2003-06-17T14:57:00-07:00", "<sent>2003-06-17T14:57:00-0700", Rule::DateTime),
    ("a part of a second", "a2", "<sent>2003-06-17T14:57:00-07:00", "<sent>2003-06-17T14:57:00.5-07:00", Rule::DateTime),
    ("a comma for the offset's sign, which the schema's pattern has", "a2", "<sent>2003-06-17T14:57:00-07:00", "<sent>2003-06-17T14:57:00,07:00", Rule::DateTime),
    ("a day that is not in the calendar", "a3", "<sent>2003-06-11T", "<sent>2003-06-31T", Rule::DateTime),
    ("an hour that is not on the clock", "a3", "<sent>2003-06-11T20", "<sent>2003-06-11T25", Rule::DateTime),
    ("an offset of fifteen hours", "a3", "<sent>2003-06-11T20:56:00-07:00", "<sent>2003-06-11T20:56:00-15:00", Rule::DateTime),
    ("an expiry with Z", "a2", "<expires>2003-06-17T16:00:00-07:00", "<expires>2003-06-17T23:00:00Z", Rule::DateTime),
    ("an onset that is a date", "plain", "<onset>2026-07-01T10:00:00+08:00", "<onset>2026-07-01", Rule::DateTime),
    ("an effective time in words", "plain", "<effective>2026-07-01T08:00:00+08:00", "<effective>now", Rule::DateTime),
    // Words.
    ("a status that is not one", "a1", "<status>Actual", "<status>Real", Rule::StatusWord),
    ("a status in small letters", "a2", "<status>Actual", "<status>actual", Rule::StatusWord),
    ("a status with a blank", "a3", "<status>Actual", "<status> Actual", Rule::StatusWord),
    ("a message type that is not one", "a1", "<msgType>Alert", "<msgType>Warning", Rule::MsgTypeWord),
    ("a scope that is not one", "a1", "<scope>Public", "<scope>Everybody", Rule::ScopeWord),
    ("a category that is not one", "a1", "<category>Security", "<category>Weather", Rule::CategoryWord),
    ("an empty category", "a2", "<category>Met", "<category>", Rule::CategoryWord),
    ("a response that is not one", "a2", "<responseType>Shelter", "<responseType>Hide", Rule::ResponseTypeWord),
    ("an urgency that is not one", "a2", "<urgency>Immediate", "<urgency>Now", Rule::UrgencyWord),
    ("a severity that is not one", "a2", "<severity>Severe", "<severity>Orange", Rule::SeverityWord),
    ("Very Likely, which 1.0 had", "a1", "<certainty>Likely", "<certainty>Very Likely", Rule::CertaintyWord),
    // What the schema misses of the head.
    ("restricted to nobody", "a1", "<scope>Public", "<scope>Restricted", Rule::RestrictionMissing),
    ("a restriction of what is public", "a1", "<scope>Public</scope>", "<scope>Public</scope><restriction>us</restriction>", Rule::RestrictionIdle),
    ("private to nobody", "a1", "<scope>Public", "<scope>Private", Rule::AddressesMissing),
    ("a quotation mark that is not closed", "rich", "\"two words\"", "\"two words", Rule::Addresses),
    ("a quotation mark inside an address", "rich", "one@example.org", "one\"@example.org", Rule::Addresses),
    ("an empty code", "rich", "<code>huying", "<code> ", Rule::Code),
    ("an update of nothing", "a3", "<references>trinet@caltech.edu,TRI13970876.1,2003-06-11T20:30:00-07:00</references>", "", Rule::ReferencesMissing),
    ("a cancel of nothing", "a1", "<msgType>Alert", "<msgType>Cancel", Rule::ReferencesMissing),
    ("an acknowledgement of nothing", "a2", "<msgType>Alert", "<msgType>Ack", Rule::ReferencesMissing),
    ("an error of nothing", "a4", "<msgType>Alert", "<msgType>Error", Rule::ReferencesMissing),
    ("empty references", "a3", "trinet@caltech.edu,TRI13970876.1,2003-06-11T20:30:00-07:00", " ", Rule::ReferencesMissing),
    ("a reference of two parts", "a3", ",2003-06-11T20:30:00-07:00", "", Rule::References),
    ("a reference of four parts", "a3", "20:30:00-07:00<", "20:30:00-07:00,x<", Rule::References),
    ("a reference with Z", "a3", "2003-06-11T20:30:00-07:00", "2003-06-12T03:30:00Z", Rule::References),
    ("references with commas between them", "a3", "20:30:00-07:00<", "20:30:00-07:00,trinet@caltech.edu,TRI13970876.0,2003-06-11T20:30:00-07:00<", Rule::References),
    ("a reference without a sender", "a3", "<references>trinet@caltech.edu", "<references>", Rule::References),
    ("a reference to itself", "a3", "TRI13970876.1,", "TRI13970876.2,", Rule::ReferenceSelf),
    ("a reference to what came later", "a3", "2003-06-11T20:30:00", "2003-06-11T21:30:00", Rule::ReferenceLater),
    ("an incident's name that is not closed", "rich", "\"river town\"", "\"river town", Rule::Incidents),
    // What the schema misses of an info.
    ("a language in words", "a4", "<language>en-US", "<language>English (US)", Rule::Language),
    ("a language with an underline", "a4", "<language>en-US", "<language>en_US", Rule::Language),
    ("an event without a name", "a1", "<event>Homeland Security Advisory System Update", "<event> ", Rule::Event),
    ("a code with an empty value", "a2", "<value>SVR", "<value>", Rule::Pair),
    ("a parameter with an empty name", "a3", "<valueName>Depth", "<valueName>", Rule::Pair),
    ("over before it was sent", "a2", "<expires>2003-06-17T16", "<expires>2003-06-17T14", Rule::ExpiresBeforeSent),
    ("over when it was sent", "a2", "<expires>2003-06-17T16:00:00-07:00", "<expires>2003-06-17T21:57:00-00:00", Rule::ExpiresBeforeSent),
    ("over by the offset alone", "a2", "16:00:00-07:00", "16:00:00+07:00", Rule::ExpiresBeforeSent),
    ("over before it holds", "plain", "<effective>2026-07-01T08", "<effective>2026-07-01T21", Rule::ExpiresBeforeEffective),
    ("over before it begins", "plain", "<onset>2026-07-01T10", "<onset>2026-07-02T10", Rule::ExpiresBeforeOnset),
    ("a relative address", "a1", "http://www.dhs.gov/dhspublic/display?theme=29", "/dhspublic/display", Rule::Web),
    ("an address with a blank", "a3", "http://www.trinet.org/scsn/scsn.html", "http://www.trinet.org/scsn scsn.html", Rule::Web),
    // Of a resource.
    ("a file without a description", "a1", "Image file (GIF)", " ", Rule::ResourceDesc),
    ("a type without a subtype", "a1", "image/gif", "gif", Rule::MimeType),
    ("a size in words", "plain", "<size>4", "<size>4 KB", Rule::Size),
    ("a size below nought", "plain", "<size>4", "<size>-4", Rule::Size),
    ("a file at a relative address", "a1", "http://www.dhs.gov/dhspublic/getAdvisoryImage", "getAdvisoryImage", Rule::Uri),
    ("a file that is not base 64", "plain", "AAECAw==", "AAECAw=", Rule::DerefUri),
    ("a hash that is too short", "plain", "a9993e36", "a9993e", Rule::Digest),
    ("a hash that is not hexadecimal", "plain", "a9993e36", "z9993e36", Rule::Digest),
    // Of an area.
    ("an area that is nowhere", "a1", "U.S. nationwide and interests worldwide", " ", Rule::AreaDesc),
    ("a polygon that is open", "a2", "38.62,-119.89 38.47,-120.14", "38.62,-119.89 38.47,-120.15", Rule::PolygonOpen),
    ("a polygon without its last point", "a2", " 38.47,-120.14<", "<", Rule::PolygonOpen),
    ("a polygon of three points", "a2", "38.34,-119.95 38.52,-119.74 38.62,-119.89", "38.34,-119.95", Rule::PolygonFew),
    ("an empty polygon", "a2", "38.47,-120.14 38.34,-119.95 38.52,-119.74 38.62,-119.89 38.47,-120.14", "", Rule::PolygonFew),
    ("a polygon that is a line", "a2", "38.47,-120.14 38.34,-119.95 38.52,-119.74 38.62,-119.89 38.47,-120.14", "1,1 2,2 3,3 1,1", Rule::PolygonFlat),
    ("a polygon that is a point", "a2", "38.47,-120.14 38.34,-119.95 38.52,-119.74 38.62,-119.89 38.47,-120.14", "1,1 1,1 1,1 1,1", Rule::PolygonFlat),
    ("a polygon with commas between its points", "a2", "38.47,-120.14 38.34,-119.95 ", "38.47,-120.14,38.34,-119.95,", Rule::PolygonForm),
    ("a polygon as others write it", "a2", "38.34,-119.95", "38.34 -119.95", Rule::PolygonForm),
    ("a point with an exponent", "a2", "38.34,-119.95", "3.834e1,-119.95", Rule::PolygonForm),
    ("a point that is no number", "a2", "38.34,-119.95", "NaN,-119.95", Rule::PolygonForm),
    ("a latitude beyond the pole", "a2", "38.34,-119.95", "98.34,-119.95", Rule::Range),
    ("longitude first", "a2", "38.34,-119.95", "-119.95,38.34", Rule::Range),
    ("a longitude beyond the date line", "a2", "38.34,-119.95", "38.34,-199.95", Rule::Range),
    ("a circle without a radius", "a3", "32.9525,-115.5527 0", "32.9525,-115.5527", Rule::CircleForm),
    ("a circle with a comma before its radius", "a3", "32.9525,-115.5527 0", "32.9525,-115.5527,0", Rule::CircleForm),
    ("a circle with its unit", "a3", "32.9525,-115.5527 0", "32.9525,-115.5527 5km", Rule::CircleForm),
    ("a radius below nought", "a3", "32.9525,-115.5527 0", "32.9525,-115.5527 -1", Rule::Range),
    ("a circle beyond the pole", "a3", "32.9525,-115.5527 0", "92.9525,-115.5527 0", Rule::Range),
    ("a code of a place without a value", "a2", "<value>006109", "<value>", Rule::Geocode),
    ("a height in words", "plain", "<altitude>0", "<altitude>sea level", Rule::Altitude),
    ("an upper height alone", "plain", "<altitude>0</altitude>", "", Rule::CeilingAlone),
    ("an upper height below the lower", "plain", "<ceiling>1000.5", "<ceiling>-1", Rule::CeilingLow),
];

fn base(name: &str) -> String {
    match name {
        "plain" => write(&sample::plain()).unwrap(),
        "rich" => write(&sample::rich()).unwrap(),
        published => example(published),
    }
}

fn mutated(mutation: &Mutation) -> String {
    let (what, of, from, to, _) = mutation;
    let good = base(of);
    assert!(good.contains(from), "{what}: {from} is not in {of}");
    good.replacen(from, to, 1)
}

#[test]
fn a_hundred_bad_ones_are_refused_each_for_its_own_reason() {
    assert!(BAD.len() >= 100, "{}", BAD.len());
    let mut wrong = Vec::new();
    for mutation in BAD {
        let (what, _, _, _, rule) = mutation;
        match read(mutated(mutation).as_bytes()) {
            Ok(_) => wrong.push(format!("{what}: was read")),
            Err(faults) => {
                // Nothing else is wrong with it, but what follows from it.
                if faults[0].rule != *rule && !faults.iter().any(|fault| fault.rule == *rule) {
                    wrong.push(format!("{what}: {faults:?}"));
                }
                let follows =
                    |fault: &cap::Fault| fault.rule == *rule || (*rule == Rule::Order && fault.rule == Rule::Repeated);
                if !faults.iter().all(follows) {
                    wrong.push(format!("{what}: for other reasons too: {faults:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_and_texts_are_of_one_each() {
    let mut names: Vec<&str> = BAD.iter().map(|mutation| mutation.0).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), BAD.len());
    let mut texts: Vec<String> = BAD.iter().map(mutated).collect();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), BAD.len());
}

#[test]
fn every_rule_has_a_bad_one() {
    let by_size = [Rule::TooLarge, Rule::TooDeep, Rule::TooMany];
    let by_habit = [
        Rule::NoteExercise,
        Rule::NoteError,
        Rule::InfoMissing,
        Rule::ExpiresMissing,
    ];
    for rule in Rule::ALL {
        let shown = BAD.iter().any(|mutation| mutation.4 == *rule);
        assert!(shown || by_size.contains(rule) || by_habit.contains(rule), "{rule:?}");
        assert!(rule.section().is_some() || by_size.contains(rule), "{rule:?}");
    }
}

#[test]
fn the_schema_alone_would_take_many_of_them() {
    let texts: Vec<String> = BAD.iter().map(mutated).collect();
    let Some(taken) = taken(&texts) else { return };
    let missed = taken.iter().filter(|taken| **taken).count();
    // What the schema takes and the standard's words refuse: the reason why there are rules beside it.
    assert!(missed > 40, "{missed} of {}", texts.len());
}
