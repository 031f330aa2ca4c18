package main

import "syscall"

// childOfTest makes a program end with the test that started it, however that ends.
func childOfTest() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
