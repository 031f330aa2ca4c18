package ramdisk

import "syscall"

// shm is writable for everybody, as /tmp is; in a container it may have a few megabytes only.
const shm = "/dev/shm"

func dir() string {
	var stat syscall.Statfs_t
	const tmpfs = 0x01021994                                                                                          // TMPFS_MAGIC of linux/magic.h
	if err := syscall.Statfs(shm, &stat); err != nil || stat.Type != tmpfs || stat.Bavail*uint64(stat.Bsize) < room { // #nosec G115 -- a block's size is positive
		return ""
	}
	return shm
}
