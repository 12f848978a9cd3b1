//! The office's work that needs both the store and the documents: papers in, the day's judgement, the brief, the run
//! of a whole day. The desk's pages and the command line both call it, so that they can't drift apart.
