//! A witness's answer: status and body.
#![no_main]

use ledger::witness::Answer;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|answer: (u16, &[u8])| {
    let (status, body) = answer;
    for status in [status, 200, 409] {
        if let Ok(Answer::Cosigned(lines)) = Answer::read(status, body) {
            let written: String = lines.iter().map(|line| format!("{line}\n")).collect();
            assert_eq!(written.as_bytes(), body);
        }
    }
});
