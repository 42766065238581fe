/**
 * The rows of the catalogue of diagnoses that this module can come to, and nothing else: no text of
 * a diagnosis stands outside. Connections and what is around them are in {@link
 * dev.mailconnector.internal.diagnosis.ConnectRows}, {@link
 * dev.mailconnector.internal.diagnosis.ProxyRows} and {@link
 * dev.mailconnector.internal.diagnosis.TlsRows}; logins in {@link
 * dev.mailconnector.internal.diagnosis.LoginRows}; the rest of SMTP in {@link
 * dev.mailconnector.internal.diagnosis.MailRows}; secrets in {@link
 * dev.mailconnector.internal.diagnosis.SecretRows}.
 */
@NullMarked
package dev.mailconnector.internal.diagnosis;

import org.jspecify.annotations.NullMarked;
