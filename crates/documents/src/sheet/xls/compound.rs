//! The compound file around an XLS workbook ([MS-CFB]), read strictly: a chain of sectors that leaves the file or runs
//! in a circle makes the whole file damaged.

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
/// Ids from here on are marks, not sectors.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
const SMALL_STREAM: u64 = 4096;
const SMALL_SECTOR: usize = 64;

/// A compound file whose chains have all been followed to their ends.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    length: u64,
}

impl<'a> Compound<'a> {
    /// None where the file is damaged.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        for id in file.table_sectors()? {
            file.table.extend(words(file.sector(id)?));
        }
        let directory = file.chain(u32_at(bytes, 48)?, u64::MAX)?;
        file.entries = directory
            .chunks_exact(128)
            .filter_map(|entry| Entry::read(entry, sector))
            .collect();
        let root = file.entries.first()?;
        let (start, length) = (root.start, root.length);
        // The number of sectors of the small table decides whether there is one at all.
        if u32_at(bytes, 64)? > 0 {
            file.small = file.chain(start, length)?;
            file.small_table = words(&file.chain(u32_at(bytes, 60)?, u64::MAX)?).collect();
        }
        Some(file)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// A stream's bytes; none where it is missing or damaged.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self
            .entries
            .iter()
            .find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        if entry.length >= SMALL_STREAM {
            return self.chain(entry.start, entry.length);
        }
        let mut stream = Vec::new();
        let mut id = entry.start;
        let mut steps = 0;
        while id != END_OF_CHAIN && (stream.len() as u64) < entry.length {
            let start = (id as usize).checked_mul(SMALL_SECTOR)?;
            let end = (start + SMALL_SECTOR).min(self.small.len());
            stream.extend_from_slice(self.small.get(start..end)?);
            steps += 1;
            if steps > self.small_table.len() {
                return None;
            }
            id = *self.small_table.get(id as usize)?;
        }
        stream.truncate(usize::try_from(entry.length).ok()?);
        Some(stream)
    }

    /// Ids of the sectors that hold the table of chains: 109 in the header, the rest in a chain of their own.
    fn table_sectors(&self) -> Option<Vec<u32>> {
        let mut ids: Vec<u32> = words(self.bytes.get(76..512)?).collect();
        let mut next = u32_at(self.bytes, 68)?;
        let mut steps = 0;
        while next < LAST_SECTOR {
            steps += 1;
            if steps > self.bytes.len() / self.sector + 1 {
                return None;
            }
            ids.extend(words(self.sector(next)?));
            next = ids.pop()?;
        }
        ids.retain(|id| *id < LAST_SECTOR);
        (ids.len() <= self.bytes.len() / self.sector + 1).then_some(ids)
    }

    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let start = (id as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    fn chain(&self, mut id: u32, length: u64) -> Option<Vec<u8>> {
        let mut chain = Vec::new();
        let mut steps = 0;
        while id != END_OF_CHAIN && (chain.len() as u64) < length {
            chain.extend_from_slice(self.sector(id)?);
            steps += 1;
            if steps > self.bytes.len() / self.sector + 1 {
                return None;
            }
            id = *self.table.get(id as usize)?;
        }
        if (chain.len() as u64) > length {
            chain.truncate(usize::try_from(length).ok()?);
        }
        Some(chain)
    }
}

impl Entry {
    fn read(bytes: &[u8], sector: usize) -> Option<Self> {
        let name: Vec<u16> = bytes[..64]
            .chunks_exact(2)
            .map(|unit| u16::from_le_bytes([unit[0], unit[1]]))
            .take_while(|unit| *unit != 0)
            .collect();
        let length = u64::from(u32_at(bytes, 120)?);
        // Small files leave rubbish in the upper half.
        let upper = if sector == 512 {
            0
        } else {
            u64::from(u32_at(bytes, 124)?)
        };
        Some(Self {
            name: String::from_utf16_lossy(&name),
            start: u32_at(bytes, 116)?,
            length: upper << 32 | length,
        })
    }
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes
        .chunks_exact(4)
        .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
