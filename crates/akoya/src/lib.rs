//! akoya
