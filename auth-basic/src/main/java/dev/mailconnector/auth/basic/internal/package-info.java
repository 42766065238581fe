/**
 * The mechanisms and credentials behind {@code PasswordLogin}. Not for use from outside this
 * module.
 */
@NullMarked
package dev.mailconnector.auth.basic.internal;

import org.jspecify.annotations.NullMarked;
