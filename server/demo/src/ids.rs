//! Keys that are the same for the same place of the same copy, and differ between all others.

use uuid::{Builder, Uuid};

use crate::random::mix;

/// Bits for the places of one copy.
const PLACE_BITS: u32 = 13;

/// Hands out the keys of one copy of the city, ascending so that indexes grow at their end.
pub struct Ids {
    next: u32,
}

impl Ids {
    pub fn new(copy: u32) -> Self {
        Self { next: copy << PLACE_BITS }
    }

    /// The number itself stands in the key, so no two can be alike.
    pub fn another(&mut self) -> Uuid {
        let number = self.next;
        self.next += 1;
        let mut bytes = [0; 16];
        bytes[..2].copy_from_slice(&[0xde, 0x30]);
        bytes[2..6].copy_from_slice(&number.to_be_bytes());
        bytes[6..14].copy_from_slice(&mix(u64::from(number)).to_be_bytes());
        Builder::from_custom_bytes(bytes).into_uuid()
    }
}

/// The key of an invented person: of whom there are more than places, and by whose last digits they get a code.
pub fn person(kind: u8, number: u64) -> Uuid {
    let mut bytes = [0; 16];
    bytes[..2].copy_from_slice(&[0xde, kind]);
    bytes[2..8].copy_from_slice(&number.to_be_bytes()[2..]);
    bytes[8..].copy_from_slice(&mix(number ^ (u64::from(kind) << 56)).to_be_bytes());
    Builder::from_custom_bytes(bytes).into_uuid()
}
