package dev.mailconnector.auth.oauth2.internal.external;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.spi.Secret;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a JWT ends that somebody else should have replaced by then. Nothing of it is verified. */
public final class KeptFresh {
  /** Most writers replace a token when a fifth of its life is left, some in the last minutes. */
  private static final int LATE = 10;

  private static final Duration LATE_OF_UNKNOWN = Duration.ofMinutes(5);

  private KeptFresh() {}

  /**
   * The end of this token, with a warning when a tenth of its life is left; empty if it does not
   * say.
   */
  public static List<CredentialEnd> end(
      CredentialEnd.Part part, String name, Secret token, String remedy) {
    JWTClaimsSet claims = claims(token);
    if (claims == null || claims.getExpirationTime() == null) {
      return List.of();
    }
    Instant end = claims.getExpirationTime().toInstant();
    Duration late =
        claims.getIssueTime() == null
            ? LATE_OF_UNKNOWN
            : Duration.between(claims.getIssueTime().toInstant(), end).dividedBy(LATE);
    return List.of(CredentialEnd.of(part, name, null, end, remedy).withWarnFrom(end.minus(late)));
  }

  private static @Nullable JWTClaimsSet claims(Secret token) {
    try {
      return JWTParser.parse(token.reveal()).getJWTClaimsSet();
    } catch (ParseException opaque) {
      return null;
    }
  }
}
