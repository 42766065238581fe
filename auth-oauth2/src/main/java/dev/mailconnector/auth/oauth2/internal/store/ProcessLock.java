package dev.mailconnector.auth.oauth2.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock among all threads of all processes of one machine, on a file that stays when it is given
 * back: to delete it would let two processes lock two files of one name.
 */
final class ProcessLock implements AutoCloseable {
  /**
   * The lock files that this JVM holds. File locks belong to the process, and closing any channel
   * of a file gives back all of the process' locks on it (POSIX): so nobody here may even open a
   * file that is locked here. Only what is locked now is in it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;
  private boolean closed;

  private ProcessLock(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** The lock on this file, by its real path, or null while somebody else has it. */
  static @Nullable ProcessLock tryOf(Path path) throws IOException {
    if (!HELD.add(path)) {
      return null;
    }
    ProcessLock lock = null;
    try {
      lock = locked(path);
      return lock;
    } finally {
      if (lock == null) {
        HELD.remove(path);
      }
    }
  }

  private static @Nullable ProcessLock locked(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            FileSteps.owner(path));
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
      return locked ? new ProcessLock(path, channel) : null;
    } catch (OverlappingFileLockException sameJvm) {
      // Another class loader's copy of this class has it.
      return null;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      channel.close();
    } catch (IOException closedAllTheSame) {
      // The descriptor is gone either way, and the lock with it.
    } finally {
      HELD.remove(path);
    }
  }
}
