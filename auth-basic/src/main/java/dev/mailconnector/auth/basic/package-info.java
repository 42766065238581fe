/**
 * Logins with a password: {@link dev.mailconnector.auth.basic.PasswordLogin} is the entry. It
 * proves itself by SCRAM (RFC 5802, RFC 7677) where the server can, else it travels over PLAIN (RFC
 * 4616), or over LOGIN where a server knows no better; a {@link dev.mailconnector.spi.SecretSource}
 * that changes is followed. In a configuration it is {@code auth.type: password}.
 *
 * <p>Services that want something else for a password have entries of their own: {@link
 * dev.mailconnector.auth.basic.AmazonSes}, {@link
 * dev.mailconnector.auth.basic.AzureCommunicationServices} and {@link
 * dev.mailconnector.auth.basic.ApiKeyLogin}.
 *
 * <p>Sending without any login needs nothing from here: leave the account's login unset.
 */
@NullMarked
package dev.mailconnector.auth.basic;

import org.jspecify.annotations.NullMarked;
