package dev.mailconnector.testkit.issuer;

import dev.mailconnector.testkit.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * A user with a browser: visits a page of an issuer and follows it to where it leads. What the user
 * decides is the issuer's script ({@link TokenIssuer#signIn}, {@link TokenIssuer#refuseConsent}).
 * Thread-safe.
 */
public final class ConsentingUser {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HttpClient browser;

  private ConsentingUser(HttpClient browser) {
    this.browser = browser;
  }

  /** A user whose browser trusts this authority. */
  public static ConsentingUser trusting(TestAuthority authority) {
    return new ConsentingUser(
        HttpClient.newBuilder()
            .sslContext(authority.trustingContext())
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .build());
  }

  /** Visits this page and returns the text of the last one. */
  public String visit(URI page) {
    try {
      return browser
          .send(
              HttpRequest.newBuilder(page).timeout(LIMIT).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while visiting", e);
    }
  }
}
