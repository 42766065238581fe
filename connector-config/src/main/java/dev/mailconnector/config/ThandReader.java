package dev.mailconnector.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Dialect#THAND}: goes through the providers and leaves those that send no mail alone. */
final class ThandReader implements DialectReader {
  private static final String VERSION = "version";
  private static final String PROVIDERS = "providers";
  private static final String BY_PLATFORM = "email";
  private static final Map<String, ThandProvider.Platform> KINDS =
      Map.of(
          "email.smtp", ThandProvider.Platform.SMTP,
          "email.ses", ThandProvider.Platform.SES,
          "email.acs", ThandProvider.Platform.ACS);
  private static final List<String> NAMES =
      List.of(BY_PLATFORM, "email.smtp", "email.ses", "email.acs");

  private static final String EACH = "providers.*.";

  private static final List<ForeignKey> KEYS =
      List.of(
          ForeignKey.taken("version", "A remark."),
          ForeignKey.taken(EACH + "name", "A remark; the account has the provider's key."),
          ForeignKey.taken(EACH + "description", "A remark."),
          ForeignKey.taken(
              EACH + "provider",
              "`email`, `email.smtp`, `email.ses`, `email.acs`; others send no mail."),
          ForeignKey.taken(EACH + "enabled", "`false`: no account."),
          ForeignKey.taken(
              EACH + "config.platform", "`smtp`, `ses` or `acs`, for `provider: email`."),
          ForeignKey.taken(EACH + "config.from", "`from`."),
          ForeignKey.taken(EACH + "config.host", "`host`."),
          ForeignKey.taken(EACH + "config.port", "`port`."),
          ForeignKey.taken(EACH + "config.user", "`user`; no login where it and `pass` are empty."),
          ForeignKey.taken(EACH + "config.pass", "`auth.password`."),
          ForeignKey.taken(EACH + "config.tls_skip_verify", "`true`: `trust.verify: none`."),
          ForeignKey.taken(EACH + "config.region", "`auth.region`, with `preset: amazon-ses`."),
          ForeignKey.taken(EACH + "config.access_key_id", "`user`, with `preset: amazon-ses`."),
          ForeignKey.taken(EACH + "config.secret_access_key", "`auth.secret-access-key`."),
          ForeignKey.refused(
              EACH + "config.session_token", "A session's credentials have no SMTP password."),
          ForeignKey.withoutEffect(
              EACH + "config.profile", "By SMTP, SES knows no profiles: it needs a key."),
          ForeignKey.taken(
              EACH + "config.endpoint",
              "ACS: the resource, the first part of `user`; SES: refused."),
          ForeignKey.taken(EACH + "config.client_id", "ACS: the second part of `user`."),
          ForeignKey.taken(EACH + "config.tenant_id", "ACS: the third part of `user`."),
          ForeignKey.taken(EACH + "config.client_secret", "ACS: `auth.password`."),
          ForeignKey.withoutEffect(EACH + "config.imds_disable", "Nothing asks for it here."),
          ForeignKey.withoutEffect(EACH + "config.subscription_id", "Nothing asks for it here."));

  @Override
  public List<ForeignKey> keys() {
    return KEYS;
  }

  @Override
  public Raw.@Nullable Section read(
      String text, String name, ForeignVariables environment, Problems problems) {
    Raw.Section file = YamlSource.only(Set.of(VERSION, PROVIDERS), name, problems).read(text);
    if (file == null) {
      return null;
    }
    if (!(file.get(PROVIDERS) instanceof Raw.Section providers)) {
      problems.error(
          file.origin().called(PROVIDERS),
          "",
          null,
          "The section is missing. Below it stands one section for each provider.");
      return null;
    }
    return new Providers(providers, environment, problems).read(file);
  }

  /**
   * The providers of one file.
   *
   * @param section what stands below the key
   */
  private record Providers(Raw.Section section, ForeignVariables environment, Problems problems) {

    Raw.@Nullable Section read(Raw.Section file) {
      Raw.Section tree = Raw.Section.empty(file.origin());
      if (file.get(VERSION) instanceof Raw.Text version && version.text() != null) {
        tree.remarks().add(VERSION + ": " + version.text());
      }
      long before = problems.errors();
      int off = 0;
      for (Map.Entry<String, Raw.Entry> each : section.entries().entrySet()) {
        Origin origin = each.getValue().keyOrigin().called(PROVIDERS + "." + each.getKey());
        if (each.getValue().value() instanceof Raw.Section inner) {
          ThandProvider provider =
              new ThandProvider(each.getKey(), origin, inner, environment, problems);
          off += translate(provider, tree) ? 0 : 1;
        }
      }
      if (tree.get(Model.ACCOUNTS) == null && problems.errors() == before) {
        problems.error(
            section.origin().called(PROVIDERS),
            "",
            null,
            off > 0
                ? "Every provider that sends mail is switched off, so there is no account. Switch"
                    + " one on: enabled: true."
                : "None of them sends mail: that is provider: email, email.smtp, email.ses or"
                    + " email.acs.");
      }
      return tree.get(Model.ACCOUNTS) == null ? null : tree;
    }

    /** Adds the account of a provider that sends mail; false where it is switched off. */
    private boolean translate(ThandProvider provider, Raw.Section tree) {
      Raw.Text kind = provider.said("provider");
      String word = kind == null ? "" : String.valueOf(kind.text());
      if (kind == null || !NAMES.contains(word)) {
        String meant = Spelling.nearest(word, NAMES);
        if (kind != null && meant != null) {
          problems.error(
              kind.origin(), "", word, "This is no kind of provider. Did you mean " + meant + "?");
        }
        return true;
      }
      if (provider.isOff()) {
        return false;
      }
      ThandProvider.Platform platform = provider.platform(KINDS.get(word));
      if (platform != null) {
        provider.translate(platform, tree);
      }
      return true;
    }
  }
}
