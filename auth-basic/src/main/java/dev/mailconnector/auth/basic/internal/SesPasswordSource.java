package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;

/**
 * Makes the SMTP password anew of each secret access key that it reads.
 *
 * @param accessKey where the key comes from
 * @param region where the password is good
 */
public record SesPasswordSource(SecretSource accessKey, String region) implements SecretSource {

  @Override
  public Secret read() {
    Secret key = accessKey.read();
    String broken = SesPassword.brokenRule(key);
    if (broken != null) {
      throw new CredentialException(
          FailureDetail.of(
              Stage.CREDENTIAL,
              "No SMTP password of Amazon SES can be made of the secret access key",
              Advice.FIX_CONFIGURATION,
              new Remedy(PasswordRows.SES_KEY, broken)));
    }
    return SesPassword.of(key, region);
  }

  @Override
  public String toString() {
    return "the SMTP password for " + region + " made of a secret access key";
  }
}
