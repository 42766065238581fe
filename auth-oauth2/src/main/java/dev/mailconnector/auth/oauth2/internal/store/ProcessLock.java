package dev.mailconnector.auth.oauth2.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lock among all threads of all processes of one machine, on two files that stay when it is given
 * back: to delete them would let two processes lock two files of one name.
 *
 * <p>File locks belong to the process, and closing any channel of a file gives back all of the
 * process' locks on it (POSIX). So nobody may even open the file while somebody of this JVM has it
 * locked. Who may is decided by the lock on the second file: the JVM keeps account of the locks of
 * all its class loaders and refuses a second one, whatever has become of the first one in the
 * operating system. Other processes may share that one.
 */
final class ProcessLock implements AutoCloseable {
  private final FileChannel withinJvm;
  private final FileChannel amongProcesses;

  private ProcessLock(FileChannel withinJvm, FileChannel amongProcesses) {
    this.withinJvm = withinJvm;
    this.amongProcesses = amongProcesses;
  }

  /** The lock for this file, on files beside it; null while somebody else has it. */
  static @Nullable ProcessLock tryOf(Path file) throws IOException {
    FileChannel within = locked(file.resolveSibling(file.getFileName() + ".jvm.lock"), true);
    if (within == null) {
      return null;
    }
    FileChannel among = null;
    try {
      among = locked(file.resolveSibling(file.getFileName() + ".lock"), false);
      return among == null ? null : new ProcessLock(within, among);
    } finally {
      if (among == null) {
        within.close();
      }
    }
  }

  private static @Nullable FileChannel locked(Path path, boolean shared) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            FileSteps.owner(path));
    boolean locked = false;
    try {
      locked = channel.tryLock(0, Long.MAX_VALUE, shared) != null;
      return locked ? channel : null;
    } catch (OverlappingFileLockException sameJvm) {
      return null;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  /** In this order: until the second one is closed, nobody of this JVM opens the first one. */
  @Override
  public void close() {
    close(amongProcesses);
    close(withinJvm);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException closedAllTheSame) {
      // The descriptor is gone either way, and the lock with it.
    }
  }
}
