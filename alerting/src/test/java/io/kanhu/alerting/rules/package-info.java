@NullMarked
package io.kanhu.alerting.rules;

import org.jspecify.annotations.NullMarked;
