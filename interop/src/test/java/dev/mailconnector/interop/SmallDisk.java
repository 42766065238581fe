package dev.mailconnector.interop;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** A file system of a few pages, mounted on a folder; needs root and the right to mount. */
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts one. Where that is not allowed, as in most containers, the test is left out. */
  static SmallDisk mount() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("mailconnector-disk");
    String refusal = run(List.of("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "" + folder));
    if (!refusal.isEmpty()) {
      Files.delete(folder);
      throw new TestAbortedException(refusal);
    }
    return new SmallDisk(folder);
  }

  Path folder() {
    return folder;
  }

  /** Writes until nothing more fits. */
  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("No space left")) {
        throw full;
      }
    }
  }

  void empty() throws IOException {
    Files.delete(filler());
  }

  void readOnly(boolean readOnly) throws IOException, InterruptedException {
    String option = "remount," + (readOnly ? "ro" : "rw");
    String refusal = run(List.of("mount", "-o", option, folder.toString()));
    if (!refusal.isEmpty()) {
      throw new IllegalStateException(refusal);
    }
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    String refusal = run(List.of("umount", folder.toString()));
    if (!refusal.isEmpty()) {
      throw new IllegalStateException(refusal);
    }
    Files.delete(folder);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : "`" + command.get(0) + "`: " + output.strip();
  }
}
