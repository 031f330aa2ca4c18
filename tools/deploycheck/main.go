// Command deploycheck reads the Dockerfile and docker-compose.yml with the real
// parsers and checks what Debrief promises of them: nothing runs as root, the
// database is not published, no password has a default, and every DEBRIEF_…
// variable that a file or page names exists in the program's configuration.
//
//	deploycheck ROOT
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

const (
	dockerfileName = "Dockerfile"
	composeName    = "docker-compose.yml"
	binary         = "/debrief"
)

func main() {
	root := "."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	c := &checker{root: root}
	if err := c.run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "deploycheck:", err)
		os.Exit(2)
	}
	for _, problem := range c.problems {
		fmt.Fprintln(os.Stderr, problem)
	}
	if len(c.problems) > 0 {
		os.Exit(1)
	}
	fmt.Printf("deploycheck: %s, %s and the pages agree with %d variables of the configuration\n",
		dockerfileName, composeName, len(c.config))
}

type checker struct {
	root     string
	config   names // the program's variables
	testing  names // variables that only tests and tools read
	problems []string
}

func (c *checker) problem(where, format string, args ...any) {
	c.problems = append(c.problems, where+": "+fmt.Sprintf(format, args...))
}

func (c *checker) run(ctx context.Context) error {
	var err error
	if c.config, err = configNames(filepath.Join(c.root, "cmd", "debrief")); err != nil {
		return err
	}
	if c.testing, err = literalNames(c.root); err != nil {
		return err
	}
	if err := c.dockerfile(); err != nil {
		return err
	}
	if err := c.compose(ctx); err != nil {
		return err
	}
	return c.pages()
}

func (c *checker) dockerfile() error {
	f, err := os.Open(filepath.Join(c.root, dockerfileName))
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	parsed, err := parser.Parse(f)
	if err != nil {
		return fmt.Errorf("%s: %w", dockerfileName, err)
	}
	stages, _, err := instructions.Parse(parsed.AST, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", dockerfileName, err)
	}
	if len(stages) < 2 {
		c.problem(dockerfileName, "has %d stage, wants one to build and one to run", len(stages))
	}
	var earlier []string
	for _, stage := range stages {
		if base := stage.BaseName; base != "scratch" && !slices.Contains(earlier, base) && !pinned(base) {
			c.problem(dockerfileName, "FROM %s is not pinned to a version", base)
		}
		if stage.Name != "" {
			earlier = append(earlier, stage.Name)
		}
	}

	var static bool
	for _, stage := range stages[:len(stages)-1] {
		for _, command := range stage.Commands {
			switch command := command.(type) {
			case *instructions.EnvCommand:
				for _, kv := range command.Env {
					static = static || kv.Key == "CGO_ENABLED" && kv.Value == "0"
				}
			case *instructions.RunCommand:
				static = static || strings.Contains(strings.Join(command.CmdLine, " "), "CGO_ENABLED=0")
			}
		}
	}
	if !static {
		c.problem(dockerfileName, "does not build with CGO_ENABLED=0")
	}

	var user string
	var entrypoint []string
	for _, command := range stages[len(stages)-1].Commands {
		switch command := command.(type) {
		case *instructions.UserCommand:
			user = command.User
		case *instructions.EntrypointCommand:
			entrypoint = command.CmdLine
			if command.PrependShell {
				c.problem(dockerfileName, "ENTRYPOINT needs a shell: write it as a JSON list")
			}
		case *instructions.EnvCommand:
			for _, kv := range command.Env {
				if secretName.MatchString(kv.Key) && !strings.HasSuffix(kv.Key, "_FILE") {
					c.problem(dockerfileName, "ENV %s: a secret does not belong into an image", kv.Key)
				}
			}
		}
	}
	if rootUser(user) {
		c.problem(dockerfileName, "the last stage runs as %q, not as another user than root", user)
	}
	if len(entrypoint) != 1 || entrypoint[0] != binary {
		c.problem(dockerfileName, "ENTRYPOINT is %q, not %q", entrypoint, binary)
	}
	return c.named(dockerfileName, false)
}

var (
	secretName = regexp.MustCompile(`PASSWORD|TOKEN|SECRET|_KEY$|PRIVATE|CREDENTIAL`)
	// urlPassword finds a password written into a URL.
	urlPassword = regexp.MustCompile(`://[^/@\s:]*:([^@\s]+)@`)
	// variable is an interpolation without a default of its own.
	variable = regexp.MustCompile(`\$\{[A-Za-z_][A-Za-z0-9_]*(:?\?[^}]*|:?-)?\}|\$[A-Za-z_][A-Za-z0-9_]*`)
	required = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*):?\?`)
)

func (c *checker) compose(ctx context.Context) error {
	source, err := os.ReadFile(filepath.Join(c.root, composeName))
	if err != nil {
		return err
	}
	var env []string
	for _, m := range required.FindAllStringSubmatch(string(source), -1) {
		env = append(env, m[1]+"=deploycheck")
	}
	project, err := c.load(ctx, env, true)
	if err != nil {
		return fmt.Errorf("%s: %w", composeName, err)
	}
	raw, err := c.load(ctx, env, false)
	if err != nil {
		return fmt.Errorf("%s: %w", composeName, err)
	}

	for _, name := range []string{"debrief", "postgres"} {
		service, ok := project.Services[name]
		if !ok {
			c.problem(composeName, "has no service %s", name)
			continue
		}
		c.service(service)
		c.secrets(name, raw.Services[name], project)
	}
	if ports := project.Services["postgres"].Ports; len(ports) > 0 {
		c.problem(composeName, "postgres publishes a port: %v", ports)
	}
	return c.named(composeName, false)
}

func (c *checker) load(ctx context.Context, env []string, interpolate bool) (*types.Project, error) {
	options, err := cli.NewProjectOptions([]string{filepath.Join(c.root, composeName)},
		cli.WithWorkingDirectory(c.root), cli.WithName("debrief"), cli.WithEnv(env),
		cli.WithDiscardEnvFile, cli.WithInterpolation(interpolate))
	if err != nil {
		return nil, err
	}
	return options.LoadProject(ctx)
}

func (c *checker) service(s types.ServiceConfig) {
	if s.Build == nil && !pinned(s.Image) {
		c.problem(composeName, "%s: image %q is not pinned to a version", s.Name, s.Image)
	}
	if h := s.HealthCheck; h == nil || h.Disable || len(h.Test) < 2 {
		c.problem(composeName, "%s: has no health check", s.Name)
	}
	if rootUser(s.User) {
		c.problem(composeName, "%s: runs as %q, not as another user than root", s.Name, s.User)
	}
	if !s.ReadOnly {
		c.problem(composeName, "%s: read_only is not set", s.Name)
	}
	if s.Privileged {
		c.problem(composeName, "%s: is privileged", s.Name)
	}
}

// secrets looks at a service before interpolation: afterwards a default and a
// value from outside look the same.
func (c *checker) secrets(name string, s types.ServiceConfig, project *types.Project) {
	for key, value := range s.Environment {
		if value == nil {
			continue // passed through from outside
		}
		if file, ok := strings.CutPrefix(*value, "/run/secrets/"); ok && strings.HasSuffix(key, "_FILE") {
			granted := slices.ContainsFunc(s.Secrets, func(g types.ServiceSecretConfig) bool {
				return g.Source == file || g.Target == file
			})
			if _, defined := project.Secrets[file]; !granted || !defined {
				c.problem(composeName, "%s: %s names the secret %q, which the service is not given", name, key, file)
			}
			continue
		}
		if secretName.MatchString(key) && !strings.HasSuffix(key, "_FILE") && variable.ReplaceAllString(*value, "") != "" {
			c.problem(composeName, "%s: %s has a plain value or default", name, key)
		}
		if m := urlPassword.FindStringSubmatch(*value); m != nil && variable.ReplaceAllString(m[1], "") != "" {
			c.problem(composeName, "%s: %s has a password in its URL", name, key)
		}
	}
}

// pinned wants a digest or a tag with a version number in it.
func pinned(image string) bool {
	if strings.Contains(image, "@sha256:") {
		return true
	}
	name := image[strings.LastIndexByte(image, '/')+1:]
	_, tag, _ := strings.Cut(name, ":")
	return !strings.Contains(tag, "latest") && strings.ContainsAny(tag, "0123456789")
}

func rootUser(user string) bool {
	name, _, _ := strings.Cut(user, ":")
	return name == "" || name == "root" || name == "0"
}

// pages checks the variables named in the pages that tell of today: the changelog
// and the decision records tell of other days.
func (c *checker) pages() error {
	pages, err := filepath.Glob(filepath.Join(c.root, "*.md"))
	if err != nil {
		return err
	}
	docs, err := filepath.Glob(filepath.Join(c.root, "docs", "*.md"))
	if err != nil {
		return err
	}
	for _, page := range append(pages, docs...) {
		if filepath.Base(page) == "CHANGELOG.md" {
			continue
		}
		name, err := filepath.Rel(c.root, page)
		if err != nil {
			return err
		}
		if err := c.named(name, true); err != nil {
			return err
		}
	}
	return nil
}

var anyName = regexp.MustCompile(`\bDEBRIEF_[A-Z0-9_]+`)

// named checks every DEBRIEF_… name in one file. A name that ends in "_" stands
// for all that begin with it, as in DEBRIEF_SMTP_*.
func (c *checker) named(file string, testingToo bool) error {
	source, err := os.ReadFile(filepath.Join(c.root, file))
	if err != nil {
		return err
	}
	for i, line := range strings.Split(string(source), "\n") {
		for _, name := range anyName.FindAllString(line, -1) {
			if !c.config.has(name) && (!testingToo || !c.testing.has(name)) {
				c.problem(fmt.Sprintf("%s:%d", file, i+1), "%s is not in the configuration (cmd/debrief/config.go)", name)
			}
		}
	}
	return nil
}
