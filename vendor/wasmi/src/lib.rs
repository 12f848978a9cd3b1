//! In the place of the interpreter with which typst runs plugins. The program's own papers have none, nobody else's typst is ever
//! compiled, and so no module can be loaded: what would come of one is a type without values. Only what `typst-library` names is here.

#![forbid(unsafe_code)]

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

/// Why nothing is loaded.
#[derive(Debug)]
pub struct Error;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this program is built without plugins")
    }
}

impl std::error::Error for Error {}

/// How an engine would be made.
#[derive(Debug, Default)]
pub struct Config;

impl Config {
    /// Not looked at.
    pub fn wasm_relaxed_simd(&mut self, _enable: bool) -> &mut Self {
        self
    }
}

/// What a module would be loaded for.
#[derive(Debug)]
pub struct Engine;

impl Engine {
    /// An engine that loads nothing.
    #[must_use]
    pub fn new(_config: &Config) -> Self {
        Self
    }
}

/// A module: there is none.
#[derive(Debug)]
pub struct Module(Infallible);

impl Module {
    /// # Errors
    /// Always.
    pub fn new(_engine: &Engine, _wasm: &[u8]) -> Result<Self, Error> {
        Err(Error)
    }

    /// What it has by that name.
    #[must_use]
    pub fn get_export(&self, _name: &str) -> Option<ExternType> {
        match self.0 {}
    }

    /// All that it has.
    pub fn exports(&self) -> std::iter::Empty<ExportType> {
        match self.0 {}
    }
}

/// One of the things that a module has: there is none.
#[derive(Debug)]
pub struct ExportType(Infallible);

impl ExportType {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self.0 {}
    }

    /// Its type.
    #[must_use]
    pub fn ty(&self) -> &ExternType {
        match self.0 {}
    }
}

/// What a thing of a module is.
#[derive(Debug)]
pub enum ExternType {
    /// Something to call.
    Func(Infallible),
    /// Its memory.
    Memory(Infallible),
}

/// What a module would be given to call.
#[derive(Debug)]
pub struct Linker<T> {
    engine: Engine,
    data: PhantomData<fn(T)>,
}

impl<T> Linker<T> {
    /// Nothing to call yet.
    #[must_use]
    pub fn new(_engine: &Engine) -> Self {
        Self {
            engine: Engine,
            data: PhantomData,
        }
    }

    /// # Errors
    /// Never.
    pub fn func_wrap<F>(&mut self, _module: &str, _name: &str, _function: F) -> Result<&mut Self, Error> {
        Ok(self)
    }

    /// The engine it was made for.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// # Errors
    /// There is no module to start.
    pub fn instantiate_and_start(&self, _store: &mut Store<T>, module: &Module) -> Result<Instance, Error> {
        match module.0 {}
    }
}

/// What a module would keep.
#[derive(Debug)]
pub struct Store<T>(T);

impl<T> Store<T> {
    /// A store of `data`.
    pub fn new(_engine: &Engine, data: T) -> Self {
        Self(data)
    }

    /// The data.
    pub fn data_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// A module that runs: there is none.
#[derive(Debug)]
pub struct Instance(Infallible);

impl Instance {
    /// What it has by that name.
    #[must_use]
    pub fn get_export<T>(&self, _store: &Store<T>, _name: &str) -> Option<Extern> {
        match self.0 {}
    }
}

/// Something of a module that runs: there is none.
#[derive(Debug)]
pub struct Extern(Infallible);

impl Extern {
    /// As something to call.
    #[must_use]
    pub fn into_func(self) -> Option<Func> {
        match self.0 {}
    }

    /// As memory.
    #[must_use]
    pub fn into_memory(self) -> Option<Memory> {
        match self.0 {}
    }
}

/// Something to call: there is none.
#[derive(Debug)]
pub struct Func(Infallible);

impl Func {
    /// What it takes and gives.
    #[must_use]
    pub fn ty<T>(&self, _store: &Store<T>) -> FuncType {
        match self.0 {}
    }

    /// # Errors
    /// There is nothing to call.
    pub fn call<T>(&self, _store: &mut Store<T>, _given: &[Val], _results: &mut [Val]) -> Result<(), Error> {
        match self.0 {}
    }
}

/// What something to call takes and gives: there is nothing.
#[derive(Debug)]
pub struct FuncType(Infallible);

impl FuncType {
    /// What it takes.
    #[must_use]
    pub fn params(&self) -> &[ValType] {
        match self.0 {}
    }

    /// What it gives.
    #[must_use]
    pub fn results(&self) -> &[ValType] {
        match self.0 {}
    }
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValType {
    /// A whole number of 32 bits.
    I32,
}

/// A value.
#[derive(Clone, Debug)]
pub enum Val {
    /// A whole number of 32 bits.
    I32(i32),
}

/// The memory of a module: there is none.
#[derive(Clone, Copy, Debug)]
pub struct Memory(Infallible);

impl Memory {
    /// Its pages.
    #[must_use]
    pub fn size<T>(&self, _store: &Store<T>) -> u64 {
        match self.0 {}
    }

    /// Its bytes.
    #[must_use]
    pub fn data<'a, T>(&self, _store: &'a Store<T>) -> &'a [u8] {
        match self.0 {}
    }

    /// Its bytes, to be written.
    pub fn data_mut<'a, T>(&self, _store: &'a mut Store<T>) -> &'a mut [u8] {
        match self.0 {}
    }

    /// # Errors
    /// There is no memory.
    pub fn grow<T>(&self, _store: &mut Store<T>, _pages: u64) -> Result<u64, Error> {
        match self.0 {}
    }

    /// # Errors
    /// There is no memory.
    pub fn read<T>(&self, _caller: &Caller<T>, _at: usize, _into: &mut [u8]) -> Result<(), Error> {
        match self.0 {}
    }

    /// # Errors
    /// There is no memory.
    pub fn write<T>(&self, _caller: &mut Caller<T>, _at: usize, _bytes: &[u8]) -> Result<(), Error> {
        match self.0 {}
    }
}

/// A module that calls back: there is none.
#[derive(Debug)]
pub struct Caller<T> {
    none: Infallible,
    data: PhantomData<T>,
}

impl<T> Caller<T> {
    /// What it has by that name.
    #[must_use]
    pub fn get_export(&self, _name: &str) -> Option<Extern> {
        match self.none {}
    }

    /// The store's data.
    pub fn data_mut(&mut self) -> &mut T {
        let _ = &self.data;
        match self.none {}
    }
}
