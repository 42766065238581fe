package dev.mailconnector.auth.oauth2.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("one.token");
  }

  /** A process that tries the lock once and says how it went. */
  static final class Trying {
    private Trying() {}

    public static void main(String[] arguments) throws IOException {
      System.out.println(ProcessLock.tryOf(Path.of(arguments[0])) == null ? "taken" : "free");
    }
  }

  /** A second copy of the library, as a redeployment leaves it for a while. */
  private static final class OtherCopy extends ClassLoader {
    OtherCopy() {
      super(ProcessLockTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(ProcessLock.class.getPackageName() + ".")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    AutoCloseable tryOf(Path path) throws ReflectiveOperationException {
      Class<?> copy = loadClass(ProcessLock.class.getName());
      assertThat(copy).isNotSameAs(ProcessLock.class);
      Method tryOf = copy.getDeclaredMethod("tryOf", Path.class);
      tryOf.setAccessible(true);
      return (AutoCloseable) tryOf.invoke(null, path);
    }
  }

  /** A loser that opened and closed the file would give the winner's lock back (POSIX). */
  @Test
  void lock_triedAgainInThisJvm_staysTakenForOtherProcesses() throws Exception {
    try (ProcessLock lock = ProcessLock.tryOf(path)) {
      assertThat(lock).isNotNull();
      for (int i = 0; i < 3; i++) {
        assertThat(ProcessLock.tryOf(path)).isNull();
        assertThat(new OtherCopy().tryOf(path)).as("by another class loader").isNull();
      }
      assertThat(anotherProcess()).isEqualTo("taken");
    }
    assertThat(anotherProcess()).isEqualTo("free");
    assertThat(ProcessLock.tryOf(path)).isNotNull();
  }

  @Test
  void lock_ofAnotherClassLoader_keepsThisOneOut() throws Exception {
    OtherCopy other = new OtherCopy();
    try (AutoCloseable lock = other.tryOf(path)) {
      assertThat(lock).isNotNull();
      assertThat(ProcessLock.tryOf(path)).isNull();
      assertThat(anotherProcess()).isEqualTo("taken");
    }
    try (ProcessLock lock = ProcessLock.tryOf(path)) {
      assertThat(lock).isNotNull();
      assertThat(other.tryOf(path)).isNull();
    }
  }

  @Test
  void lock_byAnotherPath_isTheSame() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    try (ProcessLock lock = ProcessLock.tryOf(path)) {
      assertThat(lock).isNotNull();
      assertThat(ProcessLock.tryOf(link.resolve("one.token"))).isNull();
      assertThat(anotherProcess()).isEqualTo("taken");
    }
  }

  private String anotherProcess() throws Exception {
    Process process = RenewingProcess.java(Trying.class, folder, path);
    try (BufferedReader lines = process.inputReader()) {
      String said = lines.readLine();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
