/** What an account makes of the machine that it runs on. */
@NullMarked
package dev.mailconnector.internal.account;

import org.jspecify.annotations.NullMarked;
