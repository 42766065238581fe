/**
 * Tools for testing code that sends mail: everything real but the other side.
 *
 * <p>Start with {@link dev.mailconnector.testkit.TestAuthority}, a throw-away certificate authority
 * made at run time. Every server of this package listens on 127.0.0.1 on a port chosen by the
 * system, so that tests run side by side.
 *
 * <p>Nothing here depends on Mail Connector itself; any mail client may be tested with it.
 */
@NullMarked
package dev.mailconnector.testkit;

import org.jspecify.annotations.NullMarked;
