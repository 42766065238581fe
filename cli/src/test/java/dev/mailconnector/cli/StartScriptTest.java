package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The start script on a machine that lacks something. It is copied, so that it finds no build. */
@EnabledOnOs(OS.LINUX)
class StartScriptTest {
  private static final List<String> ALWAYS_THERE =
      List.of(
          "bash",
          "dirname",
          "readlink",
          "id",
          "grep",
          "mkdir",
          "find",
          "flock",
          "touch",
          "rm",
          "mv",
          "awk",
          "cat",
          "env");

  @TempDir Path folder;

  @Test
  void script_withoutJava_saysWhatToInstall() throws Exception {
    Ran ran = run();

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("Java 17 or newer is needed", "to set it up:", "maven");
  }

  @Test
  void script_withoutMaven_saysWhatToInstall() throws Exception {
    offer("java", Path.of(System.getProperty("java.home"), "bin", "java"));

    Ran ran = run();

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.err()).contains("Maven (mvn) is needed to build", "to set it up:");
  }

  /** While it is built, its own class list is made by a send, which must go nowhere. */
  @Test
  void script_thatBuilds_hidesTheAccountsOfVariablesFromTheTrialSend() throws Exception {
    Path log = folder.resolve("log");
    offer(
        "java",
        "case $1 in --list-modules) echo jdk.compiler@17;; esac\n"
            + "echo \"$MAILCONNECTOR_ACCOUNTS_A_HOST|$*\" >> '%s'".formatted(log));
    offer("mvn", "touch \"${0%/bin/mvn}/home with spaces/cli/target/mailconnector-cli.jar\"");

    Ran ran = run();

    assertThat(ran.status()).as(ran.err()).isZero();
    List<String> calls = Files.readAllLines(log);
    assertThat(calls).filteredOn(call -> call.contains(" send ")).hasSize(1);
    assertThat(calls)
        .filteredOn(call -> call.contains("DumpLoadedClassList"))
        .hasSize(2)
        .allMatch(call -> call.startsWith("|"));
    assertThat(calls.get(calls.size() - 1)).startsWith("mail.example.com|");
  }

  /** As on a full disk: what there is of an archive is not used. */
  @Test
  void script_whoseArchiveFails_startsWithoutIt() throws Exception {
    Path log = folder.resolve("log");
    offer(
        "java",
        """
        echo "$*" >> '%s'
        case $* in
          --list-modules) echo jdk.compiler@17;;
          *-Xshare:dump*) : > "${0%%/bin/java}/home with spaces/cli/target/cli.jsa.new"; exit 1;;
        esac\
        """
            .formatted(log));
    offer("mvn", "touch \"${0%/bin/mvn}/home with spaces/cli/target/mailconnector-cli.jar\"");

    Ran ran = run();

    assertThat(ran.status()).as(ran.err()).isZero();
    List<String> calls = Files.readAllLines(log);
    assertThat(calls).anyMatch(call -> call.contains("-Xshare:dump"));
    assertThat(calls.get(calls.size() - 1)).contains("-Xshare:auto").doesNotContain("cli.jsa");
  }

  @Test
  void script_thatCannotWriteItsBuild_saysSo() throws Exception {
    offer("java", Path.of(System.getProperty("java.home"), "bin", "java"));
    Files.createDirectories(folder.resolve("home with spaces/cli"));
    Files.createFile(folder.resolve("home with spaces/cli/target"));

    Ran ran = run();

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.err()).contains("its folder cannot be written");
  }

  private Ran run() throws IOException, InterruptedException {
    for (String name : ALWAYS_THERE) {
      for (Path place : List.of(Path.of("/usr/bin", name), Path.of("/bin", name))) {
        if (Files.exists(place)) {
          offer(name, place);
          break;
        }
      }
    }
    Path home = Files.createDirectories(folder.resolve("home with spaces/cli")).getParent();
    Path script = home.resolve("mailconnector");
    Files.copy(Path.of("..", "mailconnector"), script);
    ProcessBuilder builder =
        new ProcessBuilder(bin().resolve("bash").toString(), script.toString());
    builder.environment().clear();
    builder.environment().put("PATH", bin().toString());
    builder.environment().put("MAILCONNECTOR_ACCOUNTS_A_HOST", "mail.example.com");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    int status = process.waitFor();
    return new Ran(
        status,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private void offer(String name, Path tool) throws IOException {
    offer(name, "exec '" + tool + "' \"$@\"");
  }

  private void offer(String name, String body) throws IOException {
    Path script = Files.writeString(bin().resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private Path bin() throws IOException {
    return Files.createDirectories(folder.resolve("bin"));
  }
}
