package dev.mailconnector.auth.oauth2.internal.sasl;

import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import javax.security.sasl.SaslClient;

/** The mechanisms made for access tokens, in the order in which they are tried. */
public enum BearerMechanism {
  /** Google's and Microsoft's own, the only one of Exchange Online. */
  XOAUTH2 {
    @Override
    SaslClient client(String identity, Secret token, MechanismContext context) {
      return BearerClient.xoauth2(identity, token);
    }
  },
  /** The standard (RFC 7628). */
  OAUTHBEARER {
    @Override
    SaslClient client(String identity, Secret token, MechanismContext context) {
      return BearerClient.oauthBearer(identity, token, context.host(), context.port());
    }
  };

  abstract SaslClient client(String identity, Secret token, MechanismContext context);

  /**
   * This mechanism with this token. The identity has been {@linkplain Identities#check checked}.
   */
  public Mechanism bind(String identity, Secret token) {
    return new Bound(this, identity, token);
  }

  private record Bound(BearerMechanism mechanism, String identity, Secret token)
      implements Mechanism {
    @Override
    public SaslClient start(MechanismContext context) {
      return mechanism.client(identity, token, context);
    }

    @Override
    public String toString() {
      return name() + " as " + identity;
    }

    @Override
    public String name() {
      return mechanism.name();
    }
  }
}
