/** What measurements mean: which are suspicious, what they add up to, and who is to hear of it. */
@NullMarked
package io.kanhu.alerting.rules;

import org.jspecify.annotations.NullMarked;
