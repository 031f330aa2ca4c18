package jobs_test

import (
	"testing"

	"debrief/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }
