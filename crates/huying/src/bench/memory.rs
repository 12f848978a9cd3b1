//! Memory of a process, as Linux tells it.

/// A figure of `/proc/PID/status` in MB (1 000 000 bytes): `VmRSS` now, `VmHWM` at its peak. 0 where there is none.
pub(super) fn resident_mb(process: u32, figure: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    status
        .lines()
        .filter_map(|line| line.strip_prefix(figure)?.strip_prefix(':'))
        .filter_map(|rest| rest.trim().strip_suffix("kB")?.trim().parse::<f64>().ok())
        .map(|kib| kib * 1024.0 / 1_000_000.0)
        .next()
        .unwrap_or(0.0)
}
