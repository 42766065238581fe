package dev.mailconnector.auth.ntlm.internal;

import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretCredentialProvider;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes a credential of each password. Thread-safe. */
public final class NtlmCredentials implements SecretCredentialProvider.Kind {
  private final NtlmPlan plan;
  private final NtlmClients clients;

  /** For logins of this plan. */
  public NtlmCredentials(NtlmPlan plan, NtlmClients clients) {
    this.plan = plan;
    this.clients = clients;
  }

  @Override
  public @Nullable String brokenRule(Secret secret) {
    return rule(secret);
  }

  /** Why this cannot be a password, in words that do not show it; null if it can. */
  public static @Nullable String rule(Secret password) {
    if (password.isEmpty()) {
      return "The password is empty.";
    }
    return StandardCharsets.UTF_8.newEncoder().canEncode(password.reveal())
        ? null
        : "The password has half of a surrogate pair; it was damaged on its way here.";
  }

  @Override
  public Credential issue(Secret secret, long generation) {
    return new NtlmCredential(new NtlmMechanism(plan, secret, clients), generation);
  }
}
