package dev.mailconnector.auth.oauth2.internal.external;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenClaims;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.diagnosis.FileRows;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.spi.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * Reads the token of a file at every trip, so it needs no watching of the file: trips are made in
 * time before the token ends, and at once when the server refuses it. Thread-safe.
 */
public final class TokenFile implements TokenSource {
  /** As for every secret in a file. */
  private static final int LARGEST = 64 * 1024;

  private final Path path;
  private final InstantSource clock;

  /** A source for this file. */
  public TokenFile(Path path, InstantSource clock) {
    this.path = path;
    this.clock = clock;
  }

  @Override
  public AccessToken fetch() throws TokenException {
    Secret token = Secret.of(text());
    Instant end = TokenClaims.peek(token).map(TokenClaims::expiresAt).orElse(null);
    if (end == null) {
      return made(token, AccessToken.ASSUMED_LIFETIME);
    }
    Duration left = Duration.between(clock.instant(), end);
    if (left.isNegative() || left.isZero()) {
      throw passing(
          "holds a token that ended on " + end,
          "Whoever keeps the file fresh must act; if the file is fresh, check the clock of this"
              + " machine.");
    }
    return made(token, left);
  }

  @Override
  public List<CredentialEnd> ends() {
    try {
      return KeptFresh.end(
          CredentialEnd.Part.TOKEN_FILE,
          path.toString(),
          Secret.of(text()),
          "Whoever keeps the file fresh must act.");
    } catch (TokenException unreadable) {
      // The next reading fails by the same, and says so.
      return List.of();
    }
  }

  private AccessToken made(Secret token, Duration lifetime) throws TokenException {
    try {
      return new AccessToken(token, lifetime, null, Set.of(), null);
    } catch (IllegalArgumentException notAToken) {
      throw staying(
          "holds something else than a token: there are blanks, line breaks or characters that no"
              + " token has",
          "It must hold the access token alone, without JSON, quotes or the word Bearer.");
    }
  }

  private String text() throws TokenException {
    byte[] bytes;
    try {
      if (Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
        throw staying(
            "is a pipe or a device, which may let its reader wait for ever",
            "Have the token written to a regular file.");
      }
      try (InputStream in = Files.newInputStream(path)) {
        bytes = in.readNBytes(LARGEST + 1);
      }
    } catch (NoSuchFileException missing) {
      throw passing("does not exist", "Check the path, and that its writer runs.");
    } catch (IOException unreadable) {
      throw staying(
          "cannot be read by this process (" + unreadable.getClass().getSimpleName() + ")",
          "Check its permissions.");
    }
    if (bytes.length > LARGEST) {
      throw staying("is larger than 64 KiB", "That is no token file. Check the path.");
    }
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      throw passing("is empty", "If it stays, whoever keeps the file fresh must act.");
    }
    return text;
  }

  private TokenException passing(String why, String remedy) {
    return TokenException.temporary(
        what(why), null, new Remedy(FileRows.TOKEN_FILE_STALE, remedy), null, null);
  }

  private TokenException staying(String why, String remedy) {
    return TokenException.permanent(what(why), null, new Remedy(FileRows.TOKEN_FILE, remedy), null);
  }

  private String what(String why) {
    return "There is no access token: " + path + " " + why;
  }

  @Override
  public String toString() {
    return "token file " + path;
  }
}
