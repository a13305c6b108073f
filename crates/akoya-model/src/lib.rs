//! akoya-model
