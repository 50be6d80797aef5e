//! From a tape to the instructions of a kernel.

use super::POOL_LANES;
use super::assembler::{Assembler, Base, Operand, Vector, registers};
use super::code::{self, Code};
use crate::eval::tape::{Instruction, Operation, Source, Tape};
use crate::expr::{Binary, Unary};
use crate::field::Vectors;
use crate::field::kernel::Layout;

/// Registers by what they hold from one vector to the next.
const POISON: usize = 0;
const F: [usize; 2] = [1, 2];
const NORM: [usize; 2] = [3, 4];
/// Registers by what they hold for a while.
const MINUEND: usize = 5;
const QUOTIENT: usize = 6;
const AT_POINT: usize = 7;
const LEFT: usize = 8;
const RIGHT: usize = 9;
const COORDINATE: usize = 10;
const RESERVED: u8 = 11;

/// Where the columns, the rows, the constants and the outputs are.
const COLUMNS: Base = Base::Rsi;
const ROWS: Base = Base::Rdx;
const CONSTANTS: Base = Base::Rcx;
const OUTPUTS: [Base; 4] = [Base::R8, Base::R9, Base::R10, Base::R11];

/// A kernel, its constants and how far it reads.
pub(super) struct Generator<'a> {
    layout: &'a Layout,
    hoisted: [usize; 2],
    /// Which hoisted node of the columns is the coordinate.
    coordinate: Option<usize>,
    tape: &'a Tape,
    vectors: Vectors,
    assembler: Assembler,
    constants: Vec<f64>,
}

/// Where a value is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    Register(u8),
    /// The numbers of the lanes, in memory.
    Lanes(Operand),
    /// One number for all lanes, in memory.
    Number(Base, i32),
}

impl<'a> Generator<'a> {
    /// For a tape that finds so many nodes hoisted along each axis; `None` where its values do not fit in the registers.
    pub(super) fn new(
        vectors: Vectors,
        hoisted: [usize; 2],
        coordinate: Option<usize>,
        tape: &'a Tape,
        layout: &'a Layout,
    ) -> Option<Self> {
        let fits = tape.registers + usize::from(RESERVED) <= usize::from(registers(vectors));
        let assembler = Assembler::new(vectors);
        fits.then_some(Self { layout, hoisted, coordinate, tape, vectors, assembler, constants: Vec::new() })
    }

    /// The kernel with its pool of constants, each in as many lanes as the widest vector has; `None` where the tape does
    /// what has no instruction, or the system lets no program run what it wrote.
    pub(super) fn finish(mut self) -> Option<(Code, Vec<f64>)> {
        self.kernel()?;
        let pool: Vec<f64> = self.constants.iter().flat_map(|&number| [number; POOL_LANES]).collect();
        // What `Code::new` asks for: besides columns, rows and constants only `store` and `kernel` access memory.
        let code = Code::new(self.assembler, self.vectors, self.layout.streams).ok()?;
        Some((code, pool))
    }

    fn kernel(&mut self) -> Option<()> {
        let [result] = self.tape.results[..] else { return None };
        for (register, offset) in [(COLUMNS, code::COLUMNS), (ROWS, code::ROWS), (CONSTANTS, code::CONSTANTS)]
        {
            self.assembler.load_pointer(register, offset);
        }
        let kept = [
            (F[0], f64::INFINITY),
            (F[1], f64::NEG_INFINITY),
            (NORM[0], f64::INFINITY),
            (NORM[1], f64::NEG_INFINITY),
            (POISON, 0.0),
        ];
        for (register, number) in kept {
            let number = self.constant(number);
            self.load(self.reserved(register), number);
        }
        let next_row = self.assembler.here();
        self.assembler.next_in_table(OUTPUTS, code::TABLE);
        let next_vector = self.assembler.begin_loop();
        self.point(result)?;
        self.quotients(result)?;
        self.assembler.end_loop(next_vector, code::LAST);
        self.assembler.next_number(ROWS);
        self.assembler.repeat(next_row, code::ROWS_LEFT);
        for (index, register) in [F[0], F[1], NORM[0], NORM[1], POISON].into_iter().enumerate() {
            let displacement = code::FOUND + 64 * i32::try_from(index).ok()?;
            let found = Operand::Vector { base: Base::Rdi, indexed: false, displacement };
            self.assembler.store(found, self.reserved(register));
        }
        if self.layout.streams {
            self.assembler.fence();
        }
        self.assembler.leave();
        Some(())
    }

    /// f at the points themselves.
    fn point(&mut self, result: Source) -> Option<()> {
        let f = self.evaluate(result, [0, 0])?;
        self.store(0, f);
        self.extremes(f, F);
        if self.layout.samples.contains(&0) {
            self.assembler.load(self.reserved(AT_POINT), Operand::Register(f));
        }
        Some(())
    }

    /// The difference quotient along each axis, then the norm.
    fn quotients(&mut self, result: Source) -> Option<()> {
        let divisor = self.constant(self.layout.divisor);
        let [minuend, quotient] = [MINUEND, QUOTIENT].map(|register| self.reserved(register));
        // The first quotient waits in QUOTIENT for the second, which stays in MINUEND.
        for (axis, destination) in [(0, quotient), (1, minuend)] {
            let displaced = |sample: usize| {
                let mut displacements = [0, 0];
                displacements[axis] = sample;
                displacements
            };
            let [first, second] = self.layout.samples;
            let sample = self.sample(result, displaced(first))?;
            self.assembler.load(minuend, Operand::Register(sample));
            let sample = self.sample(result, displaced(second))?;
            self.assembler.binary(Vector::Subtract, destination, minuend, Operand::Register(sample));
            self.binary(Vector::Divide, destination, Value::Register(destination), divisor);
            self.store(1 + axis, destination);
        }
        let [left, right] = [LEFT, RIGHT].map(|register| self.reserved(register));
        self.assembler.binary(Vector::Multiply, left, quotient, Operand::Register(quotient));
        self.assembler.binary(Vector::Multiply, right, minuend, Operand::Register(minuend));
        self.assembler.binary(Vector::Add, left, left, Operand::Register(right));
        self.assembler.square_root(left, Operand::Register(left));
        self.store(3, left);
        self.extremes(left, NORM);
        Some(())
    }

    /// f at some displacements, in a register that the next evaluation overwrites.
    fn sample(&mut self, result: Source, displacements: [usize; 2]) -> Option<u8> {
        if displacements == [0, 0] {
            return Some(self.reserved(AT_POINT));
        }
        self.evaluate(result, displacements)
    }

    /// Keep the smallest and the largest in `kept`, and NaN in POISON from the first number on that is not finite.
    fn extremes(&mut self, number: u8, kept: [usize; 2]) {
        let [low, high, poison, zero] =
            [kept[0], kept[1], POISON, RIGHT].map(|register| self.reserved(register));
        // Where the number is NaN, the minimum and the maximum are the second operand.
        self.assembler.binary(Vector::Minimum, low, number, Operand::Register(low));
        self.assembler.binary(Vector::Maximum, high, number, Operand::Register(high));
        self.assembler.binary(Vector::Subtract, zero, number, Operand::Register(number));
        self.assembler.binary(Vector::Add, poison, poison, Operand::Register(zero));
    }

    /// Run the tape; `None` where it does what has no instruction.
    fn evaluate(&mut self, result: Source, displacements: [usize; 2]) -> Option<u8> {
        let [along, _] = displacements;
        if let Some(slot) = self.coordinate.filter(|&slot| along > 0 && self.reads_column(slot)) {
            // One array of coordinates instead of one for each displacement.
            let coordinate = self.value(Source::Column(slot), [0, 0])?;
            let by = self.constant(self.layout.displacements[along]);
            self.binary(Vector::Add, self.reserved(COORDINATE), coordinate, by);
        }
        for &Instruction { operation, out } in &self.tape.instructions {
            let out = u8::try_from(out).ok()?;
            match operation {
                Operation::Unary(op, a) => {
                    let a = self.value(a, displacements)?;
                    self.unary(op, out, a)?;
                }
                Operation::Binary(op, a, b) => {
                    let op = match op {
                        Binary::Add => Vector::Add,
                        Binary::Subtract => Vector::Subtract,
                        Binary::Multiply => Vector::Multiply,
                        Binary::Divide => Vector::Divide,
                        _ => return None,
                    };
                    let [a, b] = [self.value(a, displacements)?, self.value(b, displacements)?];
                    self.binary(op, out, a, b);
                }
                Operation::Chain(_) => return None,
            }
        }
        match self.value(result, displacements)? {
            Value::Register(register) => Some(register),
            _ => None,
        }
    }

    fn reads_column(&self, slot: usize) -> bool {
        let reads = |source| matches!(source, Source::Column(other) if other == slot);
        self.tape.instructions.iter().any(|instruction| match instruction.operation {
            Operation::Unary(_, a) => reads(a),
            Operation::Binary(_, a, b) => reads(a) || reads(b),
            Operation::Chain(chain) => chain.all_operands().any(reads),
        })
    }

    fn unary(&mut self, op: Unary, out: u8, a: Value) -> Option<()> {
        match op {
            Unary::Sqrt => {
                let a = self.in_register(a, LEFT);
                self.assembler.square_root(out, Operand::Register(a));
            }
            // The sign bit alone, as IEEE 754 has both.
            Unary::Negate => {
                let sign = self.constant(-0.0);
                self.binary(Vector::Xor, out, a, sign);
            }
            Unary::Abs => {
                let all_but_the_sign = self.constant(f64::from_bits(u64::MAX >> 1));
                self.binary(Vector::And, out, a, all_but_the_sign);
            }
            _ => return None,
        }
        Some(())
    }

    fn binary(&mut self, op: Vector, out: u8, a: Value, b: Value) {
        // Sums and products commute to the bit, and only the second operand can be in memory.
        let commutes = matches!(op, Vector::Add | Vector::Multiply);
        let (a, b) = match (a, b) {
            // Also, a number in all lanes costs AVX2 a register; lanes as the second operand cost none.
            (Value::Lanes(_) | Value::Number(..), Value::Register(_))
            | (Value::Lanes(_), Value::Number(..))
                if commutes =>
            {
                (b, a)
            }
            pair => pair,
        };
        let a = self.in_register(a, LEFT);
        let b = match b {
            Value::Register(register) => Operand::Register(register),
            Value::Lanes(operand) => operand,
            Value::Number(base, displacement) if self.vectors == Vectors::Avx512 => {
                Operand::Broadcast { base, displacement }
            }
            number @ Value::Number(..) => Operand::Register(self.in_register(number, RIGHT)),
        };
        self.assembler.binary(op, out, a, b);
    }

    /// The register of a value, after it has been loaded into a reserved one if need be.
    fn in_register(&mut self, value: Value, reserved: usize) -> u8 {
        if let Value::Register(register) = value {
            return register;
        }
        let register = self.reserved(reserved);
        self.load(register, value);
        register
    }

    fn load(&mut self, register: u8, value: Value) {
        match value {
            Value::Register(other) => self.assembler.load(register, Operand::Register(other)),
            Value::Lanes(operand) => self.assembler.load(register, operand),
            Value::Number(base, displacement) => self.assembler.broadcast(register, base, displacement),
        }
    }

    fn store(&mut self, output: usize, register: u8) {
        let output = Operand::Vector { base: OUTPUTS[output], indexed: true, displacement: 0 };
        if self.layout.streams {
            self.assembler.stream(output, register);
        } else {
            self.assembler.store(output, register);
        }
    }

    /// Where a source is at some displacements.
    fn value(&mut self, source: Source, [of_x0, of_x1]: [usize; 2]) -> Option<Value> {
        let bytes = |numbers: usize| i32::try_from(numbers * size_of::<f64>()).ok();
        Some(match source {
            Source::Register(register) => Value::Register(u8::try_from(register).ok()?),
            Source::Column(slot) if of_x0 > 0 && self.coordinate == Some(slot) => {
                Value::Register(self.reserved(COORDINATE))
            }
            Source::Column(slot) => {
                let offset = (of_x0 * self.hoisted[0] + slot) * self.layout.strides[0];
                let displacement = bytes(offset)?;
                Value::Lanes(Operand::Vector { base: COLUMNS, indexed: true, displacement })
            }
            Source::Row(slot) => {
                let offset = (of_x1 * self.hoisted[1] + slot) * self.layout.strides[1];
                Value::Number(ROWS, bytes(offset)?)
            }
            Source::Constant(number) => self.constant(number),
        })
    }

    /// Where a number is in the pool, which it joins if it is new.
    fn constant(&mut self, number: f64) -> Value {
        let is_same = |other: &f64| other.to_bits() == number.to_bits();
        let index = self.constants.iter().position(is_same).unwrap_or_else(|| {
            self.constants.push(number);
            self.constants.len() - 1
        });
        let displacement =
            i32::try_from(index * POOL_LANES * size_of::<f64>()).expect("the text limit keeps constants few");
        Value::Lanes(Operand::Vector { base: CONSTANTS, indexed: false, displacement })
    }

    /// A register that no value of the tape is in.
    fn reserved(&self, index: usize) -> u8 {
        registers(self.vectors) - 1 - u8::try_from(index).expect("they are few")
    }
}
