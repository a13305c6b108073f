//! File systems that several machines may write at once.

use std::io;
use std::path::Path;

/// Returns the type of the network or user-space file system that a path is on, for example "nfs4" or "fuse.sshfs";
/// `None` when it is on a disk of this machine.
///
/// On the named ones a lock may not be seen by other machines, and memory that is shared through a
/// file certainly is not. The type is what `/proc/self/mountinfo` says. Where there is no such file,
/// as on systems other than Linux, it is `None`.
///
/// # Errors
/// When there is nothing at the path, or it cannot be looked at.
pub fn network_file_system(path: impl AsRef<Path>) -> io::Result<Option<String>> {
    let metadata = path.as_ref().metadata()?;
    let Ok(mounts) = std::fs::read_to_string("/proc/self/mountinfo") else {
        return Ok(None);
    };
    Ok(file_system(&mounts, &device(&metadata)).filter(|kind| is_shared(kind)))
}

/// Returns a file's device as the list of mounts writes it. `statfs` would tell the file system without a list, but the
/// standard library does not have it.
#[cfg(unix)]
fn device(metadata: &std::fs::Metadata) -> String {
    use std::os::unix::fs::MetadataExt as _;
    let device = metadata.dev();
    // As the C library's `major` and `minor` take it apart.
    let major = (device >> 8) & 0xfff | (device >> 32) & !0xfff;
    let minor = device & 0xff | (device >> 12) & !0xff;
    format!("{major}:{minor}")
}

#[cfg(not(unix))]
fn device(_: &std::fs::Metadata) -> String {
    String::new()
}

/// Returns the type of the file system on a device: see `proc_pid_mountinfo(5)`. The number of
/// optional fields before the hyphen varies.
fn file_system(mounts: &str, device: &str) -> Option<String> {
    mounts.lines().find_map(|line| {
        let (before, after) = line.split_once(" - ")?;
        let is_of_device = before.split(' ').nth(2)? == device;
        is_of_device.then(|| after.split(' ').next().map(str::to_owned))?
    })
}

/// Returns whether other machines may use a file system of this kind. `fuseblk` is not among them: that is a disk of
/// this machine, for example with NTFS.
fn is_shared(kind: &str) -> bool {
    const SHARED: [&str; 25] = [
        "9p", "acfs", "afs", "beegfs", "ceph", "cifs", "coda", "drvfs", "fuse", "gfs2", "gpfs",
        "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "panfs", "prl_fs", "pvfs2", "smb3",
        "smbfs", "vboxsf", "virtiofs", "vmhgfs",
    ];
    SHARED.contains(&kind) || kind.starts_with("fuse.")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
        22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/root rw\n\
        35 22 0:42 / /home rw shared:2 master:1 - nfs4 server:/home rw,vers=4.2\n\
        36 22 0:43 / /mnt/a\\040b rw - fuse.sshfs u@h: rw\n\
        37 22 8:17 / /mnt/usb rw - fuseblk /dev/sdb1 rw\n\
        38 22 0:44 / /share rw - cifs //server/share rw\n";

    #[test]
    fn a_file_system_that_other_machines_may_write_is_named() {
        let of = |device| file_system(MOUNTS, device).filter(|kind| is_shared(kind));
        assert_eq!(of("0:42").as_deref(), Some("nfs4"));
        assert_eq!(of("0:43").as_deref(), Some("fuse.sshfs"));
        assert_eq!(of("0:44").as_deref(), Some("cifs"));
        for local in ["8:1", "8:17", "9:9"] {
            assert_eq!(of(local), None, "{local}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_list_of_mounts_is_read_by_a_file_s_device() {
        let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap();
        let proc = std::fs::metadata("/proc").unwrap();
        let kind = file_system(&mounts, &device(&proc));
        assert_eq!(kind.as_deref(), Some("proc"));
        assert_eq!(network_file_system("/proc").unwrap(), None);
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        let home = tempfile::tempdir().unwrap();
        assert!(network_file_system(home.path().join("missing")).is_err());
    }
}
