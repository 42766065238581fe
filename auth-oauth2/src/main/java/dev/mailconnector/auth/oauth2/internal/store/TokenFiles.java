package dev.mailconnector.auth.oauth2.internal.store;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.diagnosis.FileRows;
import dev.mailconnector.failure.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Encrypted files, one for each account. Custody is a lock of the operating system on files beside
 * it, which ends with the process: nobody waits for a dead holder, and a slow one keeps it.
 */
public final class TokenFiles implements TokenPlace {
  private static final int LARGEST = 1024 * 1024;
  private static final int READABLE = 60;

  private final Path place;
  private final boolean folder;
  private final TokenSeal seal;
  private final FileSteps steps;

  TokenFiles(Path place, boolean folder, TokenSeal seal, FileSteps.Watcher watcher) {
    this.place = place;
    this.folder = folder;
    this.seal = seal;
    this.steps = new FileSteps(watcher);
  }

  /** One file for one account. */
  public static TokenFiles single(Path file, TokenSeal seal) {
    return new TokenFiles(file, false, seal, step -> {});
  }

  /** A folder with a file for each account. */
  public static TokenFiles folder(Path folder, TokenSeal seal) {
    return new TokenFiles(folder, true, seal, step -> {});
  }

  @Override
  public @Nullable Custody claim(String account, Instant now) throws TokenException {
    Path home;
    Path file;
    ProcessLock lock;
    try {
      home = home();
      file = home.resolve(folder ? name(account) : single());
      lock = ProcessLock.tryOf(file);
    } catch (IOException e) {
      throw unusable(account, "could not be locked", e);
    }
    if (lock == null) {
      return null;
    }
    try {
      byte[] content = read(file);
      TokenRecord kept = content == null ? null : open(account, file, content);
      return new Held(account, home, file, lock, content, kept, now);
    } catch (IOException e) {
      lock.close();
      throw unusable(account, "could not be read", e);
    } catch (TokenException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private String single() {
    return String.valueOf(place.getFileName());
  }

  private TokenRecord open(String account, Path file, byte[] content) throws TokenException {
    return seal.open(
        account, new String(content, StandardCharsets.US_ASCII), "The token file " + file);
  }

  /** The folder by its real path, so that two ways to one file are one file. */
  private Path home() throws IOException {
    if (folder) {
      if (!Files.isDirectory(place)) {
        Files.createDirectories(place, FileSteps.ownerFolder(place));
      }
      return place.toRealPath();
    }
    if (Files.isDirectory(place)) {
      throw new IOException("it is a folder");
    }
    return place.toAbsolutePath().resolveSibling("").toRealPath();
  }

  /** Readable, and different for different accounts on file systems that ignore case too. */
  private static String name(String account) {
    String readable = account.replaceAll("[^A-Za-z0-9.@-]+", "_");
    int length = Math.min(readable.length(), READABLE);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(account.getBytes(StandardCharsets.UTF_8));
      String hash = HexFormat.of().formatHex(Arrays.copyOf(digest, 8));
      return readable.substring(0, length) + "-" + hash + ".token";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte @Nullable [] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("it is larger than 1 MiB, so it is something else");
      }
      return bytes;
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  private TokenException unusable(String account, String how, IOException cause) {
    String what = "The token store " + place + " " + how + " for " + account + ": " + reason(cause);
    return cause instanceof AccessDeniedException
            || cause instanceof NoSuchFileException
            || cause instanceof NotDirectoryException
        ? TokenException.permanent(
            what, null, new Remedy(FileRows.STORE_CLOSED, remedy(cause)), cause)
        : TokenException.temporary(what, null, FileRows.STORE_BROKEN.remedy(), null, cause);
  }

  private static String remedy(IOException cause) {
    return cause instanceof AccessDeniedException denied
            && denied.getFile() != null
            && Files.isRegularFile(Path.of(denied.getFile()))
        ? "The file is not open to the user that this process runs as: mailconnector login may have"
            + " been run as another. Give the file to this one (chown), with all beside it."
        : "Let this process read and write the folder of auth.token-store.file, and create it if it"
            + " is missing.";
  }

  private static String reason(IOException cause) {
    String kind = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? kind : cause.getMessage() + " (" + kind + ")";
  }

  @Override
  public String toString() {
    return "the token store " + place;
  }

  private final class Held implements Custody {
    private final String account;
    private final Path home;
    private final Path file;
    private final ProcessLock lock;
    private final @Nullable TokenRecord kept;
    private final Instant now;
    private byte @Nullable [] content;

    Held(
        String account,
        Path home,
        Path file,
        ProcessLock lock,
        byte @Nullable [] content,
        @Nullable TokenRecord kept,
        Instant now) {
      this.account = account;
      this.home = home;
      this.file = file;
      this.lock = lock;
      this.content = content;
      this.kept = kept;
      this.now = now;
    }

    @Override
    public @Nullable TokenRecord kept() {
      return kept;
    }

    @Override
    public Instant now() {
      return now;
    }

    /** The lock should keep others out; whoever restores a backup knows of no lock. */
    @Override
    public boolean write(TokenRecord next) throws TokenException {
      byte[] bytes = seal.close(account, next).getBytes(StandardCharsets.US_ASCII);
      try {
        if (!Arrays.equals(content, read(file))) {
          return false;
        }
        steps.replace(home, file, bytes);
      } catch (IOException e) {
        throw unusable(account, "could not be written", e);
      }
      content = bytes;
      return true;
    }

    @Override
    public void checkWritable() throws TokenException {
      seal.close(account, TokenRecord.of(null));
      if (!Files.isWritable(home)) {
        throw unusable(account, "could not be written", new AccessDeniedException(home.toString()));
      }
    }

    @Override
    public void close() {
      lock.close();
    }
  }
}
