package dev.mailconnector.config;

import dev.mailconnector.transport.TlsMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One provider of Thand. SES and Communication Services are spoken to by SMTP here, where Thand has
 * their HTTP interfaces; the credentials for that are derived from those that Thand has.
 */
final class ThandProvider {
  private static final String CONFIG = "config.";
  private static final String ENABLED = "enabled";
  private static final String PLATFORM = CONFIG + "platform";
  private static final String FROM = CONFIG + "from";
  private static final String TLS_PORT = "465";
  private static final String USUAL_REGION = "us-east-1";
  private static final Pattern RESOURCE =
      Pattern.compile("https://([A-Za-z0-9-]+)\\.(?:[a-z0-9-]+\\.)?communication\\.azure\\.com/?");

  private static final List<String> OF_ALL =
      List.of("name", "description", "provider", ENABLED, PLATFORM, FROM);

  /** What sends the mail, and which keys it has. */
  enum Platform {
    SMTP("host", "port", "user", "pass", "tls_skip_verify"),
    SES(
        "region",
        "access_key_id",
        "secret_access_key",
        "session_token",
        "profile",
        "endpoint",
        "imds_disable"),
    ACS("endpoint", "subscription_id", "tenant_id", "client_id", "client_secret");

    private final List<String> keys;

    Platform(String... keys) {
      this.keys = List.of(keys);
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Platform named(String word) {
      for (Platform platform : values()) {
        if (platform.word().equals(word)) {
          return platform;
        }
      }
      return null;
    }

    private List<String> known() {
      List<String> known = new ArrayList<>(OF_ALL);
      keys.forEach(key -> known.add(CONFIG + key));
      return known;
    }
  }

  private final String name;
  private final Origin origin;
  private final Raw.Section written;
  private final ForeignVariables environment;
  private final Problems problems;
  private final ForeignSettings given;

  ThandProvider(
      String name,
      Origin origin,
      Raw.Section written,
      ForeignVariables environment,
      Problems problems) {
    this.name = name;
    this.origin = origin;
    this.written = written;
    this.environment = environment;
    this.problems = problems;
    this.given = new ForeignSettings(problems);
  }

  /** The value of one key, before the others are looked at; null where there is none. */
  Raw.@Nullable Text said(String path) {
    if (!(written.at(path) instanceof Raw.Text text)) {
      return null;
    }
    Raw.Text said = resolved(path, text);
    return said.text() == null || said.text().isEmpty() ? null : said;
  }

  /** Whether it is switched off, which is said; nothing else of it is then looked at. */
  boolean isOff() {
    Raw.Text enabled = said(ENABLED);
    if (enabled == null || !"false".equalsIgnoreCase(enabled.text())) {
      return false;
    }
    problems.warning(
        enabled.origin(),
        "",
        enabled.text(),
        "The provider is switched off, so there is no account of it.");
    return true;
  }

  /** The platform of the configuration, where the kind of provider leaves it open. */
  @Nullable Platform platform(@Nullable Platform kind) {
    Raw.Text said = said(PLATFORM);
    if (said == null) {
      return kind == null ? Platform.SMTP : kind;
    }
    String word = String.valueOf(said.text());
    Platform platform = Platform.named(word);
    if (platform == null) {
      String meant = Spelling.nearest(word, List.of("smtp", "ses", "acs"));
      problems.error(
          said.origin(),
          "",
          word,
          "The platforms are smtp, ses and acs."
              + (meant == null ? "" : " Did you mean " + meant + "?"));
    } else if (kind != null && kind != platform) {
      problems.error(
          said.origin(),
          "",
          word,
          "This contradicts provider: email." + kind.word() + ". Correct one of the two.");
      return null;
    }
    return platform;
  }

  /** Adds the account to the tree. */
  void translate(Platform platform, Raw.Section tree) {
    readAll(written, "");
    given.takeFlag(ENABLED);
    given.take("provider");
    given.take(PLATFORM);
    given.refuseAllBut(platform.known());
    DialectAccount account = new DialectAccount("Thand", name, origin, tree, problems);
    for (String remark : List.of("name", "description")) {
      Raw.Text text = given.take(remark);
      if (text != null) {
        account.remark(remark + ": " + text.text());
      }
    }
    account.set("from", given.take(FROM));
    switch (platform) {
      case SMTP -> smtp(account);
      case SES -> ses(account);
      case ACS -> acs(account);
    }
  }

  private void readAll(Raw.Section section, String prefix) {
    section
        .entries()
        .forEach(
            (key, entry) -> {
              String path = prefix + key;
              if (entry.value() instanceof Raw.Section inner) {
                readAll(inner, path + ".");
              } else if (entry.value() instanceof Raw.Text text) {
                given.addText(path, resolved(path, text));
              } else {
                problems.error(
                    called(entry.value().origin(), path), "", null, "One value is needed here.");
              }
            });
  }

  private Raw.Text resolved(String path, Raw.Text text) {
    Origin here = called(text.origin(), path);
    try {
      return ThandTemplate.add(environment.value(), text.text()).at(here);
    } catch (RuleBroken broken) {
      problems.error(here, "", null, broken.rule());
      return new Raw.Text(here, null, true);
    }
  }

  private Origin called(Origin place, String path) {
    return place.called("providers." + name + "." + path);
  }

  private Raw.@Nullable Text config(String key) {
    return given.take(CONFIG + key);
  }

  /** The library of Thand begins with TLS on 465 and takes STARTTLS where it is offered. */
  private void smtp(DialectAccount account) {
    Raw.Text port = config("port");
    account.set("host", config("host"));
    account.set("port", port);
    account.requireHost(full("host"));
    account.login(config("user"), full("user"), config("pass"), full("pass"));
    boolean implicit = port != null && TLS_PORT.equals(port.text());
    if (port != null) {
      problems.decided(port);
    }
    account.line(implicit ? TlsMode.IMPLICIT : TlsMode.STARTTLS_IF_OFFERED, implicit ? port : null);
    ForeignSettings.Flag skip = given.takeFlag(CONFIG + "tls_skip_verify");
    if (skip != null && skip.on()) {
      account.set("trust.verify", skip.written(), "none");
    }
  }

  private void ses(DialectAccount account) {
    given.refuse(
        CONFIG + "session_token",
        "Temporary credentials do not work over SMTP. Give the access key of an IAM user, without a"
            + " token.");
    given.refuse(
        CONFIG + "endpoint",
        "This is an address of the HTTP interface, and mail goes out by SMTP here. Remove it:"
            + " region tells the server.");
    given.ignore(
        List.of(CONFIG + "imds_disable"), "Nobody is asked for credentials, so this is ignored.");
    Raw.Text profile = config("profile");
    Raw.Text user = orVariable(config("access_key_id"), "access_key_id", "AWS_ACCESS_KEY_ID");
    Raw.Text key =
        orVariable(config("secret_access_key"), "secret_access_key", "AWS_SECRET_ACCESS_KEY");
    Raw.Text region = config("region");
    if (user == null || key == null) {
      problems.error(
          profile == null ? place("access_key_id") : profile.origin(),
          "",
          null,
          "By SMTP, SES knows neither roles nor profiles. Give access_key_id and secret_access_key of"
              + " an IAM user that may ses:SendRawEmail; the SMTP password is made of them.");
      return;
    }
    if (profile != null) {
      problems.warning(profile.origin(), "", profile.text(), "There are keys, so this is ignored.");
    }
    account.set("preset", origin, "amazon-ses");
    account.set("user", user);
    account.set("auth.secret-access-key", key);
    account.set(
        Model.REGION, region == null ? new Raw.Text(place("region"), USUAL_REGION, true) : region);
  }

  private void acs(DialectAccount account) {
    given.ignore(List.of(CONFIG + "subscription_id"), "This has no meaning here and is ignored.");
    Raw.Text client = orVariable(config("client_id"), "client_id", "AZURE_CLIENT_ID");
    Raw.Text tenant = orVariable(config("tenant_id"), "tenant_id", "AZURE_TENANT_ID");
    Raw.Text secret = orVariable(config("client_secret"), "client_secret", "AZURE_CLIENT_SECRET");
    String resource = resource(config("endpoint"));
    if (client == null || tenant == null || secret == null) {
      problems.error(
          place(client == null ? "client_id" : tenant == null ? "tenant_id" : "client_secret"),
          "",
          null,
          "By SMTP, Communication Services knows no managed identity. Give client_id, client_secret"
              + " and tenant_id of an Entra application that may CommunicationServices/Read and"
              + " EmailServices/write at the resource; the login is made of them.");
    } else if (resource != null) {
      account.set("preset", origin, "azure-communication-services");
      account.set("user", joined(resource, client, tenant));
      account.set("auth.password", secret);
    }
  }

  /** What the user of the SMTP login is made of, with references kept. */
  private Raw.Text joined(String resource, Raw.Text client, Raw.Text tenant) {
    String reference =
        resource.replace("${", "$${") + "|" + reference(client) + "|" + reference(tenant);
    Origin place = place("client_id");
    boolean refers = client.origin().reference() != null || tenant.origin().reference() != null;
    return new Raw.Text(
        refers ? place.referring(reference) : place,
        resource + "|" + client.text() + "|" + tenant.text(),
        true);
  }

  private static String reference(Raw.Text text) {
    String reference = text.origin().reference();
    return reference == null ? String.valueOf(text.text()).replace("${", "$${") : reference;
  }

  private @Nullable String resource(Raw.@Nullable Text endpoint) {
    String url = endpoint == null ? "" : String.valueOf(endpoint.text());
    Matcher resource = RESOURCE.matcher(url);
    if (resource.matches()) {
      return resource.group(1);
    }
    problems.error(
        endpoint == null ? place("endpoint") : endpoint.origin(),
        "",
        url.isEmpty() || url.contains("@") ? null : url,
        "The address of the resource is needed, since its name is a part of the login:"
            + " https://NAME.communication.azure.com.");
    return null;
  }

  /** The variables that the vendor's own libraries look for. */
  private Raw.@Nullable Text orVariable(Raw.@Nullable Text written, String key, String variable) {
    return written == null && environment.has(variable)
        ? environment.value().variable(variable, null).at(place(key))
        : written;
  }

  private String full(String key) {
    return "providers." + name + "." + CONFIG + key;
  }

  /** Where a key would stand. */
  private Origin place(String key) {
    return origin.called(full(key));
  }
}
