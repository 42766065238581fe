/**
 * What stands between the connector and the NTLM engine: mechanism, exchange and advice. Not for
 * use from outside this module.
 */
@NullMarked
package dev.mailconnector.auth.ntlm.internal;

import org.jspecify.annotations.NullMarked;
