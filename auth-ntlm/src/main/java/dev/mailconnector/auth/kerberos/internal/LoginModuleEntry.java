package dev.mailconnector.auth.kerberos.internal;

import java.util.HashMap;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A JAAS configuration of one login and nothing else: neither a file nor the JVM's own
 * configuration is read or changed.
 */
final class LoginModuleEntry extends Configuration {
  private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

  private final AppConfigurationEntry entry;

  LoginModuleEntry(TicketOrigin origin, @Nullable String principal) {
    Map<String, String> options = new HashMap<>(origin.options());
    options.put("isInitiator", "true");
    options.put("storeKey", "false");
    if (principal != null) {
      options.put("principal", principal);
    }
    this.entry = new AppConfigurationEntry(MODULE, LoginModuleControlFlag.REQUIRED, options);
  }

  @Override
  public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
    return new AppConfigurationEntry[] {entry};
  }
}
