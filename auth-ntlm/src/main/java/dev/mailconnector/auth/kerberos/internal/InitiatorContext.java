package dev.mailconnector.auth.kerberos.internal;

import javax.security.auth.Subject;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.MessageProp;
import org.ietf.jgss.Oid;

/**
 * Our side of a Kerberos context (RFC 4121): the server must prove itself, nothing is delegated.
 * Used by one thread.
 */
final class InitiatorContext {
  private static final String KERBEROS = "1.2.840.113554.1.2.2";
  private static final String PRINCIPAL_NAME = "1.2.840.113554.1.2.2.1";

  private final Subject subject;
  private final GSSContext context;

  InitiatorContext(Subject subject, GSSContext context) {
    this.subject = subject;
    this.context = context;
  }

  /**
   * A context with the tickets of this subject.
   *
   * @param service a principal's name, so that nobody asks the DNS for another one
   */
  static InitiatorContext to(String service, Subject subject) throws GSSException {
    GSSContext context =
        SubjectCall.as(
            subject,
            () -> {
              Oid kerberos = new Oid(KERBEROS);
              GSSManager manager = GSSManager.getInstance();
              GSSCredential credential =
                  manager.createCredential(
                      null, GSSCredential.DEFAULT_LIFETIME, kerberos, GSSCredential.INITIATE_ONLY);
              GSSName peer = manager.createName(service, new Oid(PRINCIPAL_NAME));
              return manager.createContext(peer, kerberos, credential, GSSContext.DEFAULT_LIFETIME);
            });
    context.requestMutualAuth(true);
    context.requestInteg(true);
    context.requestConf(false);
    context.requestCredDeleg(false);
    return new InitiatorContext(subject, context);
  }

  /** The answer to the server's token, the first of which is empty; empty if there is none. */
  byte[] step(byte[] token) throws GSSException {
    byte[] answer = SubjectCall.as(subject, () -> context.initSecContext(token, 0, token.length));
    return answer == null ? new byte[0] : answer;
  }

  /** Whether the context stands and the server has proved who it is. */
  boolean isMutuallyEstablished() {
    return context.isEstablished() && context.getMutualAuthState();
  }

  boolean isEstablished() {
    return context.isEstablished();
  }

  byte[] unwrap(byte[] message) throws GSSException {
    return context.unwrap(message, 0, message.length, new MessageProp(false));
  }

  /** Signed and not encrypted. */
  byte[] wrap(byte[] message) throws GSSException {
    return context.wrap(message, 0, message.length, new MessageProp(0, false));
  }

  void dispose() throws GSSException {
    context.dispose();
  }
}
