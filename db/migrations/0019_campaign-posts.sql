CREATE TABLE "campaign_posts" (
	"campaign" integer NOT NULL,
	"place" integer NOT NULL,
	"delivery" bigint NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaign_posts_campaign_place_pk" PRIMARY KEY("campaign","place")
);
--> statement-breakpoint
CREATE TABLE "post_places" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "post_places_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"chat" text NOT NULL,
	"name" text NOT NULL,
	"locale" text NOT NULL,
	"added_by" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "campaign_posts" ADD CONSTRAINT "campaign_posts_campaign_campaigns_id_fk" FOREIGN KEY ("campaign") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_posts" ADD CONSTRAINT "campaign_posts_place_post_places_id_fk" FOREIGN KEY ("place") REFERENCES "public"."post_places"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "post_places_once" ON "post_places" USING btree ("channel","chat");