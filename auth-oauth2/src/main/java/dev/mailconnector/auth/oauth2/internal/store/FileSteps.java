package dev.mailconnector.auth.oauth2.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Replaces a file so that after an end at any point, of the process or the machine, there is either
 * the old content or the new one.
 */
final class FileSteps {

  /** What is about to be done. */
  enum Step {
    CREATE,
    WRITE,
    SYNC,
    RENAME,
    SYNC_FOLDER
  }

  /** Told before each step; a test fails it there. */
  @FunctionalInterface
  interface Watcher {
    void before(Step step) throws IOException;
  }

  private final Watcher watcher;

  FileSteps(Watcher watcher) {
    this.watcher = watcher;
  }

  /** Replaces this file of this folder with these bytes, durably, for its owner only. */
  void replace(Path folder, Path file, byte[] content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".tmp");
    watcher.before(Step.CREATE);
    Files.deleteIfExists(next);
    try (FileChannel channel =
        FileChannel.open(
            next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner(file))) {
      watcher.before(Step.WRITE);
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      watcher.before(Step.SYNC);
      channel.force(true);
    }
    watcher.before(Step.RENAME);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    watcher.before(Step.SYNC_FOLDER);
    syncFolder(folder);
  }

  /** Without it a rename may be undone by a power failure. Windows has no such call. */
  private static void syncFolder(Path folder) throws IOException {
    if (isPosix(folder)) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** The attribute of a new file that is nobody else's business. */
  static FileAttribute<?>[] owner(Path path) {
    return attributes(path, "rw-------");
  }

  /** The attribute of a new folder that is nobody else's business. */
  static FileAttribute<?>[] ownerFolder(Path path) {
    return attributes(path, "rwx------");
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
