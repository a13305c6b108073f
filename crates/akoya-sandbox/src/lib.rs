//! akoya-sandbox
