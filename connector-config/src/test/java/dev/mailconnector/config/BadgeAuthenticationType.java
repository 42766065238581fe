package dev.mailconnector.config;

import dev.mailconnector.spi.AuthenticationSettings;
import dev.mailconnector.spi.AuthenticationType;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.DeclaredKey;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.SecretSource;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A login with a key of every kind; what it was given is kept for a test to look at. */
public final class BadgeAuthenticationType implements AuthenticationType {

  @Override
  public String name() {
    return "badge";
  }

  @Override
  public List<DeclaredKey> keys() {
    return List.of(
        DeclaredKey.text("office", "Where the badge was issued."),
        DeclaredKey.secret("chip", "What is on the chip."),
        DeclaredKey.file("photo", "Who carries it."),
        DeclaredKey.url("registry", "Who issued it."),
        DeclaredKey.text("holder.name", "Whose it is."),
        DeclaredKey.text("token-service", "Comes from a preset."),
        DeclaredKey.choice("colour", List.of("red", "green"), "green", "Its colour."),
        new DeclaredKey(
            "visitor", DeclaredKey.Kind.FLAG, List.of(), "false", "Whether it expires."));
  }

  @Override
  public CredentialProviderFactory create(AuthenticationSettings settings) {
    if (!settings.isSet("office")) {
      throw settings.error("office", "A badge is issued somewhere.");
    }
    if ("nowhere".equals(settings.text("office"))) {
      throw settings.error("office", "That is no office.");
    }
    if ("abroad".equals(settings.text("office"))) {
      throw dev.mailconnector.failure.ConfigurationException.of(
          "Badge", "abroad", "Badges do not travel.");
    }
    if (settings.user() == null) {
      throw settings.error("user", "A badge has a name on it.");
    }
    return new Badge(
        settings.user(),
        settings.text("office"),
        settings.secret("chip"),
        settings.file("photo"),
        settings.text("registry"),
        settings.text("holder.name"),
        settings.text("token-service"),
        settings.isSet("token-service"),
        settings.text("colour"),
        settings.text("visitor"));
  }

  record Badge(
      @Nullable String user,
      @Nullable String office,
      @Nullable SecretSource chip,
      @Nullable Path photo,
      @Nullable String registry,
      @Nullable String holder,
      @Nullable String tokenService,
      boolean tokenServiceSet,
      @Nullable String colour,
      @Nullable String visitor)
      implements CredentialProviderFactory {
    @Override
    public CredentialProvider create(ProviderContext context) {
      throw new AssertionError("A configuration is read without anybody logging in");
    }
  }
}
