//! The few x86-64 instructions that a kernel is made of, as bytes.
//!
//! Encodings: *Intel 64 and IA-32 Architectures Software Developer's Manual*, volume 2, sections 2.3 (VEX) and 2.7
//! (EVEX). An assembler crate would be several times the size of all this program's own code for two dozen instructions.

use crate::field::Vectors;

/// Numbers in a vector.
pub(super) fn lanes(vectors: Vectors) -> usize {
    match vectors {
        Vectors::Avx2 => 4,
        Vectors::Avx512 => 8,
    }
}

/// Vector registers.
pub(super) fn registers(vectors: Vectors) -> u8 {
    match vectors {
        Vectors::Avx2 => 16,
        Vectors::Avx512 => 32,
    }
}

/// A general register that holds an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Base {
    Rcx = 1,
    Rdx = 2,
    Rsi = 6,
    Rdi = 7,
    R8 = 8,
    R9 = 9,
    R10 = 10,
    R11 = 11,
}

/// The last operand of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operand {
    /// A vector register.
    Register(u8),
    /// A vector in memory: at the base and, if `indexed`, the loop's index, both in bytes, plus the displacement.
    Vector { base: Base, indexed: bool, displacement: i32 },
    /// One number in memory, in all lanes. AVX2 has that for [`Assembler::broadcast`] alone.
    Broadcast { base: Base, displacement: i32 },
}

/// An operation on vectors of doubles by its opcode in the map `66 0F`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Vector {
    SquareRoot = 0x51,
    And = 0x54,
    Xor = 0x57,
    Add = 0x58,
    Multiply = 0x59,
    Subtract = 0x5C,
    Minimum = 0x5D,
    Divide = 0x5E,
    Maximum = 0x5F,
}

/// The opcode maps.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Map {
    Of = 1,
    Of38 = 2,
}

/// The prefix 66, as VEX and EVEX have it in two bits.
const PREFIX_66: u8 = 1;
const LOAD: u8 = 0x10;
const STORE: u8 = 0x11;
const STREAM: u8 = 0x2B;
const MOVE: u8 = 0x28;
const BROADCAST: u8 = 0x19;

/// Writes instructions one after the other.
pub(super) struct Assembler {
    vectors: Vectors,
    code: Vec<u8>,
    /// By the number of the base register, how far its memory is accessed, in bytes from the base or from the index.
    reach: [usize; 12],
}

impl Assembler {
    /// No instruction yet.
    pub(super) fn new(vectors: Vectors) -> Self {
        Self { vectors, code: Vec::new(), reach: [0; 12] }
    }

    /// How many bytes after a base, or after its sum with the index, the last access ends; 0 without any.
    pub(super) fn reach(&self, base: Base) -> usize {
        self.reach[base as usize]
    }

    /// Bytes of a vector.
    fn size(&self) -> u8 {
        match self.vectors {
            Vectors::Avx2 => 32,
            Vectors::Avx512 => 64,
        }
    }

    /// The machine code.
    pub(super) fn finish(self) -> Vec<u8> {
        self.code
    }

    /// `destination = a op b`
    pub(super) fn binary(&mut self, op: Vector, destination: u8, a: u8, b: Operand) {
        self.instruction(Map::Of, op as u8, destination, a, b);
    }

    /// `destination = sqrt(a)`
    pub(super) fn square_root(&mut self, destination: u8, a: Operand) {
        self.instruction(Map::Of, Vector::SquareRoot as u8, destination, 0, a);
    }

    /// `destination = a`, a register or a vector in memory.
    pub(super) fn load(&mut self, destination: u8, a: Operand) {
        let opcode = if matches!(a, Operand::Register(_)) { MOVE } else { LOAD };
        self.instruction(Map::Of, opcode, destination, 0, a);
    }

    /// The vector in memory `= source`
    pub(super) fn store(&mut self, destination: Operand, source: u8) {
        self.instruction(Map::Of, STORE, source, 0, destination);
    }

    /// The vector in memory, at a multiple of its size, `= source`, past the caches.
    pub(super) fn stream(&mut self, destination: Operand, source: u8) {
        self.instruction(Map::Of, STREAM, source, 0, destination);
    }

    /// What was streamed is there for all before anything that is stored from here on.
    pub(super) fn fence(&mut self) {
        // sfence
        self.code.extend([0x0F, 0xAE, 0xF8]);
    }

    /// `destination` = one number in all lanes.
    pub(super) fn broadcast(&mut self, destination: u8, base: Base, displacement: i32) {
        // One number is the whole operand here, which is no broadcast in the sense of EVEX's bit.
        let number = Operand::Vector { base, indexed: false, displacement };
        self.encode(Map::Of38, BROADCAST, destination, 0, number);
        self.access(base, displacement, size_of::<f64>());
    }

    /// `destination` = the pointer at so many bytes after `rdi`.
    pub(super) fn load_pointer(&mut self, destination: Base, offset: u8) {
        self.mov(destination, Base::Rdi, offset);
    }

    /// `destinations` = the pointers of an entry of the table whose address is at so many bytes after `rdi`; that becomes
    /// the next entry's.
    pub(super) fn next_in_table(&mut self, destinations: [Base; 4], table: u8) {
        let [first, others @ ..] = destinations;
        self.mov(first, Base::Rdi, table);
        for (destination, offset) in others.into_iter().zip([8, 16, 24]) {
            self.mov(destination, first, offset);
        }
        self.mov(first, first, 0);
        // add qword [rdi + table], the size of an entry
        self.code.extend([0x48, 0x83, 0x47, table, 32]);
    }

    /// `destination = [base + offset]`
    fn mov(&mut self, destination: Base, base: Base, offset: u8) {
        let (destination, base) = (destination as u8, base as u8);
        let rex = 0x48 | bit(destination, 3) << 2 | bit(base, 3);
        self.code.extend([rex, 0x8B, 0x40 | (destination & 7) << 3 | base & 7, offset]);
    }

    /// `pointer` = the address of the next number.
    pub(super) fn next_number(&mut self, pointer: Base) {
        // add r64, 8
        self.code.extend([0x48 | bit(pointer as u8, 3), 0x83, 0xC0 | pointer as u8 & 7, 8]);
    }

    /// Where the next instruction will be.
    pub(super) fn here(&self) -> usize {
        self.code.len()
    }

    /// Count down the number at so many bytes after `rdi`, and go back unless it is 0 now.
    pub(super) fn repeat(&mut self, start: usize, count: u8) {
        // dec qword [rdi + count]; jnz start
        self.code.extend([0x48, 0xFF, 0x4F, count, 0x0F, 0x85]);
        self.distance(start);
    }

    /// The last 4 bytes of a jump.
    fn distance(&mut self, target: usize) {
        // Always backwards, from the end of the jump.
        let distance = self.code.len() + 4 - target;
        self.code.extend((-i32::try_from(distance).expect("a kernel is short")).to_le_bytes());
    }

    /// Set the loop's index to 0; what follows is the loop. Returns where that is.
    pub(super) fn begin_loop(&mut self) -> usize {
        // xor eax, eax
        self.code.extend([0x31, 0xC0]);
        self.code.len()
    }

    /// Once more from `start`, one vector further, but with the last index at most, which is so many bytes after `rdi`; go
    /// on below after that one.
    pub(super) fn end_loop(&mut self, start: usize, last: u8) {
        // cmp rax, [rdi + last]; je over the next four
        self.code.extend([0x48, 0x3B, 0x47, last, 0x74, 4 + 4 + 5 + 5]);
        // add rax, the size of a vector; cmp rax, [rdi + last]; cmova rax, [rdi + last]
        self.code.extend([0x48, 0x83, 0xC0, self.size()]);
        self.code.extend([0x48, 0x3B, 0x47, last]);
        self.code.extend([0x48, 0x0F, 0x47, 0x47, last]);
        // jmp start
        self.code.push(0xE9);
        self.distance(start);
    }

    /// Return to the caller.
    pub(super) fn leave(&mut self) {
        // vzeroupper; ret
        self.code.extend([0xC5, 0xF8, 0x77, 0xC3]);
    }

    /// One vector instruction and what it accesses: `a` is encoded in `vvvv`, and is 0 where there is none.
    fn instruction(&mut self, map: Map, opcode: u8, destination: u8, a: u8, b: Operand) {
        self.encode(map, opcode, destination, a, b);
        match b {
            Operand::Register(_) => {}
            Operand::Vector { base, displacement, .. } => {
                self.access(base, displacement, usize::from(self.size()));
            }
            Operand::Broadcast { base, displacement } => self.access(base, displacement, size_of::<f64>()),
        }
    }

    fn access(&mut self, base: Base, displacement: i32, size: usize) {
        let start = usize::try_from(displacement).expect("all memory lies behind its base");
        let reach = &mut self.reach[base as usize];
        *reach = (*reach).max(start + size);
    }

    fn encode(&mut self, map: Map, opcode: u8, destination: u8, a: u8, b: Operand) {
        // The high bits of the last operand: of a register bits 3 and 4, of an address bit 3 of the base; the index is
        // always rax.
        let (b3, b4, is_broadcast) = match b {
            Operand::Register(register) => (bit(register, 3), bit(register, 4), 0),
            Operand::Vector { base, .. } => (bit(base as u8, 3), 0, 0),
            Operand::Broadcast { base, .. } => (bit(base as u8, 3), 0, 1),
        };
        let d3 = bit(destination, 3);
        match self.vectors {
            Vectors::Avx2 => {
                let registers = [destination, a, if let Operand::Register(b) = b { b } else { 0 }];
                assert!(registers.iter().all(|&register| register < 16), "AVX2 has 16 registers");
                assert!(is_broadcast == 0, "AVX2 has no numbers in all lanes as operands");
                let inverted = (1 - d3) << 7 | 1 << 6 | (1 - b3) << 5;
                self.code.extend([0xC4, inverted | map as u8, (!a & 15) << 3 | 1 << 2 | PREFIX_66, opcode]);
            }
            Vectors::Avx512 => {
                let d4 = bit(destination, 4);
                let inverted = (1 - d3) << 7 | (1 - b4) << 6 | (1 - b3) << 5 | (1 - d4) << 4;
                self.code.extend([
                    0x62,
                    inverted | map as u8,
                    // W: every instruction here is on doubles.
                    1 << 7 | (!a & 15) << 3 | 1 << 2 | PREFIX_66,
                    2 << 5 | is_broadcast << 4 | (1 - bit(a, 4)) << 3,
                    opcode,
                ]);
            }
        }
        let register = (destination & 7) << 3;
        match b {
            Operand::Register(b) => self.code.push(0xC0 | register | b & 7),
            Operand::Vector { base, indexed: true, displacement } => {
                // A SIB byte with the index rax, scale 1; a 32-bit displacement, which EVEX does not scale.
                self.code.extend([0x80 | register | 4, base as u8 & 7]);
                self.code.extend(displacement.to_le_bytes());
            }
            Operand::Vector { base, indexed: false, displacement }
            | Operand::Broadcast { base, displacement } => {
                self.code.push(0x80 | register | base as u8 & 7);
                self.code.extend(displacement.to_le_bytes());
            }
        }
    }
}

fn bit(number: u8, index: u8) -> u8 {
    number >> index & 1
}
