CREATE TABLE "original_views" (
	"key" text NOT NULL,
	"page" integer NOT NULL,
	"pages" integer NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"sealed" "bytea" NOT NULL,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "original_views_key_page_pk" PRIMARY KEY("key","page")
);
--> statement-breakpoint
DROP INDEX "reports_at";--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "spent_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "original_views" ADD CONSTRAINT "original_views_key_originals_key_fk" FOREIGN KEY ("key") REFERENCES "public"."originals"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "original_views_made" ON "original_views" USING brin ("made_at");--> statement-breakpoint
CREATE INDEX "reports_at" ON "reports" USING btree ("at","channel");