package dev.mailconnector.auth.oauth2.internal.google;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;

/**
 * A caller by a file of the kind that {@code GOOGLE_APPLICATION_CREDENTIALS} names: the key of a
 * service account, or the configuration of workload identity federation. Read anew for every token.
 *
 * @param json the file
 */
public record CredentialFile(SecretSource json) implements CallerIdentity {

  /** What such a file holds. */
  public enum Kind {
    /** The key of a service account. */
    KEY,
    /** Where the token of another identity provider is, and who takes it at Google. */
    FEDERATION
  }

  /** Named in errors only; also where google-auth is excluded. */
  private static final URI GOOGLE = URI.create("https://oauth2.googleapis.com/token");

  private static final String OTHERS =
      "Use the JSON key of a service account, or the configuration file of workload identity"
          + " federation (gcloud iam workload-identity-pools create-cred-config).";

  /**
   * What the file holds, if it can be used.
   *
   * @throws UnusableFileException if it cannot
   */
  public static Kind kindOf(Secret json) throws UnusableFileException {
    Map<String, Object> content = parse(json);
    if (isKey(content)) {
      return Kind.KEY;
    }
    ExternalAccount.of(content);
    return Kind.FEDERATION;
  }

  @Override
  public Secret token(GoogleCalls calls) throws TokenException {
    TokenRequest unread = unread(calls);
    Secret text = unread.secret("key-file", json);
    Map<String, Object> content;
    ExternalAccount account;
    try {
      content = parse(text);
      account = isKey(content) ? null : ExternalAccount.of(content);
    } catch (UnusableFileException unusable) {
      // Of a request that hides nothing: names of fields are not secret.
      throw unread(calls).impossible("the credential file " + unusable.why(), unusable.remedy());
    }
    return account == null
        ? ServiceAccountKey.parse(unread, text)
            .exchange("service account", null, SCOPE, calls.http(), calls.clock())
            .value()
        : account.token(calls);
  }

  private static TokenRequest unread(GoogleCalls calls) {
    return calls.request("its credentials", "the caller", GOOGLE);
  }

  private static boolean isKey(Map<String, Object> content) throws UnusableFileException {
    Object type = content.get("type");
    if ("service_account".equals(type)) {
      return true;
    }
    if ("external_account".equals(type)) {
      return false;
    }
    throw new UnusableFileException(
        "authorized_user".equals(type)
            ? "holds a person's login (authorized_user)"
            : "is of no type that is known here",
        OTHERS);
  }

  private static Map<String, Object> parse(Secret json) throws UnusableFileException {
    Map<String, Object> content;
    try {
      content = JSONObjectUtils.parse(json.reveal());
    } catch (ParseException e) {
      content = null;
    }
    if (content == null) {
      throw new UnusableFileException("is not JSON", OTHERS);
    }
    return content;
  }

  @Override
  public String toString() {
    return "the credentials in " + json;
  }
}
