/**
 * Logins by Kerberos: {@link dev.mailconnector.auth.kerberos.KerberosLogin} is the entry; in a
 * configuration it is {@code auth.type: kerberos}. The mechanism is GSSAPI (RFC 4752) with the
 * JDK's own Kerberos behind it: tickets of a ticket cache, by keytab or by password. Realms and
 * KDCs are those of the machine's {@code krb5.conf}, which Java reads once for the whole JVM.
 */
@NullMarked
package dev.mailconnector.auth.kerberos;

import org.jspecify.annotations.NullMarked;
