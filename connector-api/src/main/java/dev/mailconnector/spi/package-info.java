/**
 * Where logins plug in. The sockets: {@link dev.mailconnector.spi.CredentialProvider} issues {@link
 * dev.mailconnector.spi.Credential}s that know the only {@link dev.mailconnector.spi.Mechanism}s
 * they may travel over; {@link dev.mailconnector.spi.AuthenticationType} lets a configuration name
 * a login without knowing its module; {@link dev.mailconnector.spi.SecretResolver} turns {@code
 * ${scheme:reference}} values into secrets. A fourth, {@link dev.mailconnector.spi.ProxyMechanism},
 * logs in at HTTP proxies.
 *
 * <p>Ready to be used by modules: {@link dev.mailconnector.spi.SecretCredentialProvider} follows a
 * password that changes, and {@link dev.mailconnector.spi.ProxyLogins} spares the user of a proxy.
 * What a mechanism can do beyond RFC 4954 its {@code SaslClient} says by {@link
 * dev.mailconnector.spi.ExplainsRefusal}, {@link dev.mailconnector.spi.AdvisesOnRefusal}, {@link
 * dev.mailconnector.spi.AnswersWords} and {@link dev.mailconnector.spi.AcceptsEarlySuccess}.
 *
 * <p>The connector sees an identity and mechanisms, never a password string. What a login module
 * repeats of a server's words goes through a {@link dev.mailconnector.spi.SecretScrubber} first.
 */
@NullMarked
package dev.mailconnector.spi;

import org.jspecify.annotations.NullMarked;
