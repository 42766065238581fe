/**
 * Where logins plug in. Three sockets: {@link dev.mailconnector.spi.CredentialProvider} issues
 * {@link dev.mailconnector.spi.Credential}s that know the only {@link
 * dev.mailconnector.spi.Mechanism}s they may travel over; {@link
 * dev.mailconnector.spi.AuthenticationType} lets a configuration name a login without knowing its
 * module; {@link dev.mailconnector.spi.SecretResolver} turns {@code ${scheme:reference}} values
 * into secrets.
 *
 * <p>The connector sees an identity and mechanisms, never a password string. What a login module
 * repeats of a server's words goes through a {@link dev.mailconnector.spi.SecretScrubber} first.
 */
@NullMarked
package dev.mailconnector.spi;

import org.jspecify.annotations.NullMarked;
