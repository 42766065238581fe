package dev.mailconnector.transport;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every port at which the provider behind a host takes mail in. */
final class Doors {
  /** docs.aws.amazon.com/ses/latest/dg/smtp-connect.html. */
  private static final Pattern AMAZON_SES =
      Pattern.compile(
          "email-smtp(-fips)?\\.[a-z0-9-]+\\.amazonaws\\.com", Pattern.CASE_INSENSITIVE);

  private Doors() {}

  static List<SmtpEndpoint> of(String host) {
    if (AMAZON_SES.matcher(host).matches()) {
      return List.of(
          SmtpEndpoint.submissions(host),
          SmtpEndpoint.submission(host),
          new SmtpEndpoint(host, 2465, TlsMode.IMPLICIT),
          new SmtpEndpoint(host, 2587, TlsMode.STARTTLS),
          new SmtpEndpoint(host, 25, TlsMode.STARTTLS));
    }
    return ProviderPreset.at(host)
        .map(
            preset ->
                Stream.concat(Stream.of(preset.endpoint()), preset.otherEndpoints().stream())
                    .toList())
        .orElse(List.of());
  }
}
